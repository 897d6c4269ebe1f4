import { ApiProblem } from '~/api/problem';

const name = 'refresh-token';
const leaseKey = 'refresh_lease';
/** A tab that dies with the lease frees it after this long. */
const leaseLength = 10_000;
/** A turn is over within half a minute. A tab that the browser has frozen amid its own may keep it for hours. */
const longestWait = 40_000;

/** Runs the work in one tab at a time, and tells it whether another tab was at it just now. Throws `offline` if its turn does not come. */
export async function inOneTabAtATime<T>(work: (waited: boolean) => Promise<T>): Promise<T> {
  // Browsers have locks on secure origins only; a plain http address other than localhost is none.
  if ('locks' in navigator) {
    const done = await navigator.locks.request(name, { ifAvailable: true }, async (lock) => lock && { result: await turn(work, false) });
    return done ? done.result : nextTurn(work);
  }

  const { lease, waited } = await takeLease();
  try {
    return await work(waited);
  } finally {
    if (localStorage.getItem(leaseKey) === lease) localStorage.removeItem(leaseKey);
  }
}

async function nextTurn<T>(work: (waited: boolean) => Promise<T>): Promise<T> {
  const limit = AbortSignal.timeout(longestWait);
  try {
    return await navigator.locks.request(name, { signal: limit }, () => turn(work, true));
  } catch (cause) {
    throw cause === limit.reason ? ApiProblem.offline() : cause;
  }
}

/** Other tabs see what was stored a moment later; the turn ends after that. */
async function turn<T>(work: (waited: boolean) => Promise<T>, waited: boolean): Promise<T> {
  const result = await work(waited);
  await pause(50);
  return result;
}

async function takeLease(): Promise<{ lease: string; waited: boolean }> {
  const end = performance.now() + longestWait;
  for (let waited = false; performance.now() < end; waited = true) {
    const lease = `${Date.now() + leaseLength}:${Math.random()}`;
    const held = localStorage.getItem(leaseKey);
    if (held === null || Number.parseInt(held, 10) < Date.now()) {
      localStorage.setItem(leaseKey, lease);
      // Two tabs may write in the same moment; who wrote last has it.
      await pause(40);
      if (localStorage.getItem(leaseKey) === lease) return { lease, waited };
    }
    await pause(80);
  }
  throw ApiProblem.offline();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
