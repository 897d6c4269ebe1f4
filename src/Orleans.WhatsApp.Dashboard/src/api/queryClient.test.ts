import { QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ApiProblem } from './problem';
import { newQueryClient } from './queryClient';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** How often it was asked after so many milliseconds, where it is refused each time. */
async function asked(cause: unknown, milliseconds: number) {
  let times = 0;
  const leave = new QueryObserver(newQueryClient(), { queryKey: ['one'], queryFn: () => (times++, Promise.reject(cause)) }).subscribe(() => {});
  await vi.advanceTimersByTimeAsync(milliseconds);
  leave();
  return times;
}

it('asks again when the gateway wants to be asked again', async () => {
  const busy = new ApiProblem('too_many_requests', 429, '', {}, 10_000);
  expect(await asked(busy, 9_900)).toBe(1);
  expect(await asked(busy, 10_100)).toBe(2);
});

it('asks less and less often where nobody says when', async () => {
  expect(await asked(ApiProblem.offline(), 900)).toBe(1);
  expect(await asked(ApiProblem.offline(), 1_100)).toBe(2);
  expect(await asked(ApiProblem.offline(), 3_100)).toBe(3);
});

it('does not ask again for what was refused', async () => expect(await asked(new ApiProblem('forbidden', 403, ''), 60_000)).toBe(1));
