import { ApiProblem } from './problem';

/** For how long an answer is waited for, in milliseconds: what has not come whole by then does not come. */
export const patience = {
  usual: 30_000,
  /** Where the gateway itself asks a provider, who has half a minute for each call. */
  provider: 100_000,
  /** On a slow line. */
  file: 600_000,
};

/**
 * No answer, half of one, and one that is not waited for any longer are the same to whoever asked: offline.
 *
 * @param signal By which the caller himself may let go of it.
 */
export async function reached<T>(answer: Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    // What came whole and is no JSON is no matter of the network.
    if (signal?.aborted || cause instanceof SyntaxError) throw cause;
    throw ApiProblem.offline();
  }
}
