import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inOneTabAtATime } from './oneTab';

/** A page of a plain http address: it has a storage and no locks. */
beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

describe('with locks', () => {
  /** Another tab has the lock, and gives it back when it is told to. */
  function held() {
    const waiting: (() => void)[] = [];
    const request = async (_: string, { ifAvailable, signal }: LockOptions, run: (lock: Lock | null) => unknown) => {
      if (ifAvailable) return run(null);
      await new Promise<void>((done, fail) => {
        waiting.push(done);
        signal?.addEventListener('abort', () => fail(signal.reason));
      });
      return run({} as Lock);
    };
    vi.stubGlobal('navigator', { locks: { request } });
    return { giveBack: () => waiting.forEach((one) => one()) };
  }

  beforeEach(() => {
    // The real one is not of the timers that a test can move.
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
      const limit = new AbortController();
      setTimeout(() => limit.abort(new DOMException('', 'TimeoutError')), milliseconds);
      return limit.signal;
    });
  });
  afterEach(() => void vi.restoreAllMocks());

  it('whoever had to wait is told so', async () => {
    const other = held();
    const turn = inOneTabAtATime(async (waited) => waited);
    await vi.advanceTimersByTimeAsync(20_000);
    other.giveBack();
    await vi.advanceTimersByTimeAsync(100);
    expect(await turn).toBe(true);
  });

  it('a tab that is frozen with its turn does not hold up the others for ever', async () => {
    held();
    let code = 'none yet';
    inOneTabAtATime(async () => undefined).catch((cause: { code: string }) => (code = cause.code));
    await vi.advanceTimersByTimeAsync(35_000);
    expect(code).toBe('none yet');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(code).toBe('offline');
  });

  it('what the work itself says is not taken for that', async () => {
    const other = held();
    const failed = expect(inOneTabAtATime(() => pause(60_000).then(() => Promise.reject(new Error('refused'))))).rejects.toThrow('refused');
    await vi.advanceTimersByTimeAsync(1_000);
    other.giveBack();
    await vi.advanceTimersByTimeAsync(70_000);
    await failed;
  });
});

describe('without locks', () => {
  it('tabs take turns', async () => {
    let [inside, most, done] = [0, 0, 0];
    const work = async () => {
      most = Math.max(most, ++inside);
      await pause(300);
      inside--;
      done++;
    };
    const all = Promise.all(Array.from({ length: 4 }, () => inOneTabAtATime(work)));
    await vi.advanceTimersByTimeAsync(10_000);
    await all;
    expect([most, done]).toEqual([1, 4]);
  });

  it('who had to wait is told so', async () => {
    const all = Promise.all([1, 2].map(() => inOneTabAtATime((waited) => pause(300).then(() => waited))));
    await vi.advanceTimersByTimeAsync(5_000);
    expect((await all).sort()).toEqual([false, true]);
  });

  it('a tab that died with its turn does not keep it', async () => {
    localStorage.setItem('refresh_lease', `${Date.now() + 10_000}:0.5`);
    let isDone = false;
    const turn = inOneTabAtATime(async () => void (isDone = true));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(isDone).toBe(false);
    await vi.advanceTimersByTimeAsync(6_000);
    await turn;
    expect(isDone).toBe(true);
  });

  it('a turn that never comes is not waited for', async () => {
    // Of a tab whose clock was an hour ahead.
    localStorage.setItem('refresh_lease', `${Date.now() + 3_600_000}:0.5`);
    let code = 'none yet';
    inOneTabAtATime(async () => undefined).catch((cause: { code: string }) => (code = cause.code));
    await vi.advanceTimersByTimeAsync(45_000);
    expect(code).toBe('offline');
  });

  it('what fails gives its turn back', async () => {
    const failing = inOneTabAtATime(() => Promise.reject(new Error('refused')));
    const failed = expect(failing).rejects.toThrow('refused');
    await vi.advanceTimersByTimeAsync(1_000);
    await failed;
    const next = inOneTabAtATime(async () => 'mine');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await next).toBe('mine');
  });
});
