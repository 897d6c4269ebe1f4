const name = 'refresh-token';
const leaseKey = 'refresh_lease';
/** A tab that dies with the lease frees it after this long. */
const leaseLength = 10_000;

/** Runs the work in one tab at a time. */
export async function inOneTabAtATime<T>(work: () => Promise<T>): Promise<T> {
  // Browsers have locks on secure origins only; a plain http address other than localhost is none.
  if ('locks' in navigator) return navigator.locks.request(name, work);
  const lease = await takeLease();
  try {
    return await work();
  } finally {
    if (localStorage.getItem(leaseKey) === lease) localStorage.removeItem(leaseKey);
  }
}

async function takeLease(): Promise<string> {
  for (;;) {
    const lease = `${Date.now() + leaseLength}:${Math.random()}`;
    const held = localStorage.getItem(leaseKey);
    if (held === null || Number.parseInt(held, 10) < Date.now()) {
      localStorage.setItem(leaseKey, lease);
      // Two tabs may write in the same moment; who wrote last has it.
      await pause(40);
      if (localStorage.getItem(leaseKey) === lease) return lease;
    }
    await pause(80);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
