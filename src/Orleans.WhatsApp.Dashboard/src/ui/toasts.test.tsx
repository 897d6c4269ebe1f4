import { beforeEach, expect, it, vi } from 'vitest';
import { rendered, wordsOf } from '~/testing/rendered';
import { dismissAll, toast } from './toasts';
import { Toasts } from './Toasts';

const told = () => wordsOf(rendered(<Toasts />));

beforeEach(() => {
  vi.useFakeTimers();
  dismissAll();
});

it('tells of one thing once, and of the others as before', () => {
  for (const text of ['First', 'Second']) toast(text);
  for (const text of ['Failed', 'Failed again']) toast(text, { key: 'failure' });
  expect(told()).toBe('First Second Failed again');
});

it('one that took the place of another stays as long as any', () => {
  toast('Failed', { key: 'failure' });
  vi.advanceTimersByTime(5_000);
  toast('Failed again', { key: 'failure' });
  vi.advanceTimersByTime(5_000);
  expect(told()).toBe('Failed again');
  vi.advanceTimersByTime(5_000);
  expect(told()).toBe('');
});
