import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Burst } from './Burst';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('hands a burst over once, each thing once', async () => {
  const got: string[][] = [];
  const burst = new Burst(100, async (what) => (got.push(what), { what: [] }));
  ['a', 'b', 'a'].forEach((one) => burst.add(one));
  await vi.advanceTimersByTimeAsync(100);
  expect(got).toEqual([['a', 'b']]);
});

it('keeps what comes while it is handing over for the next time', async () => {
  const got: string[][] = [];
  let finish = () => {};
  const burst = new Burst(100, async (what) => {
    got.push(what);
    if (got.length === 1) await new Promise<void>((done) => (finish = done));
    return { what: [] };
  });
  burst.add('a');
  await vi.advanceTimersByTimeAsync(100);
  burst.add('b');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(got).toEqual([['a']]);
  finish();
  await vi.advanceTimersByTimeAsync(100);
  expect(got).toEqual([['a'], ['b']]);
});

it('tries again what could not be read', async () => {
  const got: string[][] = [];
  const burst = new Burst(100, async (what) => (got.push(what), { what: got.length === 1 ? what : [] }), 3_000);
  burst.add('a');
  await vi.advanceTimersByTimeAsync(3_100);
  expect(got).toEqual([['a'], ['a']]);
});

it('lets everything rest for as long as it is asked to', async () => {
  const got: string[][] = [];
  const burst = new Burst(100, async (what) => (got.push(what), got.length === 1 ? { what, pause: 10_000 } : { what: [] }), 3_000);
  burst.add('a');
  await vi.advanceTimersByTimeAsync(100);
  burst.add('b');
  await vi.advanceTimersByTimeAsync(9_900);
  expect(got).toEqual([['a']]);
  await vi.advanceTimersByTimeAsync(100);
  expect(got).toEqual([['a'], ['a', 'b']]);
});

it('hands nothing over any more when it is stopped, not even what failed meanwhile', async () => {
  const got: string[][] = [];
  let finish = () => {};
  const burst = new Burst(100, async (what) => {
    got.push(what);
    await new Promise<void>((done) => (finish = done));
    return { what };
  });
  burst.add('a');
  await vi.advanceTimersByTimeAsync(100);
  burst.stop();
  finish();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(got).toEqual([['a']]);
});
