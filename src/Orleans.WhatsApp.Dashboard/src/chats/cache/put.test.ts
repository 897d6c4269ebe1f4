import { InfiniteQueryObserver, QueryObserver } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { newQueryClient } from '~/api/queryClient';
import { put } from './put';

const key = ['numbers'];
const more = (number: number) => (known: number[] | undefined) => known && (known.includes(number) ? known : [...known, number]);

/** A query on the screen whose answers the test gives. */
function onScreen() {
  const queries = newQueryClient();
  const answers: ((numbers: number[]) => Promise<unknown>)[] = [];
  const queryFn = () => new Promise<number[]>((answer) => answers.push((numbers) => (answer(numbers), settled())));
  const leave = new QueryObserver(queries, { queryKey: key, queryFn }).subscribe(() => {});
  return { queries, answers, leave, seen: () => queries.getQueryData(key) };
}

const settled = () => new Promise((done) => setTimeout(done));

it('stands though an older answer comes after it', async () => {
  const { queries, answers, seen } = onScreen();
  await answers[0]!([1]);
  void queries.invalidateQueries({ queryKey: key });
  put(queries, key, more(2));
  expect(seen()).toEqual([1, 2]);
  await answers[1]!([1]);
  expect(seen()).toEqual([1, 2]);
});

it('waits for the first answer', async () => {
  const { queries, answers, seen } = onScreen();
  put(queries, key, more(2));
  expect(seen()).toBeUndefined();
  await answers[0]!([1]);
  expect(seen()).toEqual([1, 2]);
});

it('stands after an answer that took the place of another one', async () => {
  const { queries, answers, seen } = onScreen();
  await answers[0]!([1]);
  void queries.invalidateQueries({ queryKey: key });
  put(queries, key, more(2));
  void queries.invalidateQueries({ queryKey: key });
  await settled();
  await answers[2]!([1]);
  expect(seen()).toEqual([1, 2]);
});

it('stands in pages, to which another one was on its way', async () => {
  const queries = newQueryClient();
  let answer: (page: number[]) => void = () => {};
  const queryFn = ({ pageParam }: { pageParam: number }) => (pageParam === 0 ? [1] : new Promise<number[]>((done) => (answer = done)));
  const observer = new InfiniteQueryObserver(queries, { queryKey: key, queryFn, initialPageParam: 0, getNextPageParam: (_, pages) => pages.length });
  observer.subscribe(() => {});
  await settled();
  void observer.fetchNextPage();
  await settled();
  put<{ pages: number[][]; pageParams: number[] }>(queries, key, (known) => known && { ...known, pages: [[0, 1], ...known.pages.slice(1)] });
  answer([2]);
  await settled();
  expect(queries.getQueryData<{ pages: number[][] }>(key)?.pages).toEqual([[0, 1], [2]]);
});

it('does not bring back what was let go of meanwhile', async () => {
  const { queries, answers, leave, seen } = onScreen();
  put<number[]>(queries, key, () => [2]);
  leave();
  queries.removeQueries({ queryKey: key });
  await answers[0]!([1]);
  expect(seen()).toBeUndefined();
});
