import { beforeEach, expect, it, vi } from 'vitest';
import { ApiProblem } from '~/api/problem';
import { rendered, wordsOf } from '~/testing/rendered';
import { NotLoaded } from './lazyPart';
import { ErrorState } from './Notice';
import { retry, retryName } from './retry';

const [again, reload] = [vi.fn(), vi.fn()];
Object.assign(window.location, { reload });
beforeEach(() => [again, reload].forEach((one) => one.mockReset()));

const notLoaded = (isRepeated: boolean) => new NotLoaded(new TypeError('Failed to fetch'), isRepeated, () => {});
const asked = (cause: unknown) => (retry(cause, again), [again.mock.calls.length, reload.mock.calls.length]);

it.each([
  ['a part that did not come', notLoaded(false)],
  ['anything else', ApiProblem.offline()],
])('%s is asked for once more', (_, cause) => {
  expect([asked(cause), retryName(cause)]).toEqual([[1, 0], 'action.tryAgain']);
});

it('a part that did not come twice is had by loading the page anew, and the button says so', () => {
  expect(asked(notLoaded(true))).toEqual([0, 1]);
  expect(wordsOf(rendered(<ErrorState cause={notLoaded(true)} onRetry={again} />))).toMatch(/Reload the page$/);
});
