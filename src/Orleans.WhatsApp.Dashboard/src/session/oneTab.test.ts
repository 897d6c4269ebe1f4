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
