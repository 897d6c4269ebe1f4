import { ApiProblem, isPassing, pauseAfter } from '~/api/problem';
import type { Again } from './Burst';

/** Answers those that could not be read and may be tried again. */
export async function each(ids: string[], read: (id: string) => Promise<void>, whenGone: (id: string) => void = () => {}): Promise<Again> {
  const again: Again = { what: [] };
  await Promise.all(
    ids.map(async (id) => {
      try {
        await read(id);
      } catch (cause) {
        if (cause instanceof ApiProblem && cause.status === 404) whenGone(id);
        if (!isPassing(cause)) return;
        again.what.push(id);
        const pause = pauseAfter(cause);
        if (pause !== null) again.pause = Math.max(again.pause ?? 0, pause);
      }
    }),
  );
  return again;
}
