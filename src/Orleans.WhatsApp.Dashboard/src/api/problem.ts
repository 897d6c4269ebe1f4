/** What the gateway answers instead of what was asked for (RFC 9457), or that nothing was answered at all. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  /**
   * @param code Stable; `offline` where no answer came.
   * @param details The problem's further members.
   * @param retryAfter Milliseconds for which the gateway wants to be left alone; null if it did not say.
   */
  constructor(
    readonly code: string,
    readonly status: number,
    title: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    readonly retryAfter: number | null = null,
  ) {
    super(title);
  }

  static offline(): ApiProblem {
    return new ApiProblem('offline', 0, 'The server cannot be reached.');
  }

  static async of(response: Response): Promise<ApiProblem> {
    // A proxy in between answers with a page of its own.
    const body: unknown = await response.json().catch(() => null);
    const details = isRecord(body) ? body : {};
    return new ApiProblem(typeof details.code === 'string' ? details.code : codeOfStatus(response.status), response.status, typeof details.title === 'string' ? details.title : response.statusText, details, pauseIn(response.headers.get('Retry-After')));
  }
}

/** Where a proxy answers in the gateway's place, its status is all that it says: not whom it lets through, nor how much. */
const codes: Readonly<Record<number, string>> = { 401: 'unauthenticated', 413: 'too_large', 429: 'too_many_requests' };

function codeOfStatus(status: number): string {
  return codes[status] ?? (status >= 500 ? 'unavailable' : 'refused');
}

export function codeOf(cause: unknown): string {
  return cause instanceof ApiProblem ? cause.code : 'internal_error';
}

/** Whether the same may be answered otherwise a little later. What was refused would be refused again. */
export function isPassing(cause: unknown): boolean {
  return !(cause instanceof ApiProblem) || cause.status === 0 || cause.status === 408 || cause.status === 429 || cause.status >= 500;
}

/** How long to wait before it is asked again, in milliseconds; null where nobody said. */
export function pauseAfter(cause: unknown): number | null {
  return cause instanceof ApiProblem ? cause.retryAfter : null;
}

/** Whoever should wait for longer looks again then. */
const longestPause = 60_000;

/** Said in seconds. It may be a date as well, which only a machine whose clock is right could read. */
function pauseIn(header: string | null): number | null {
  return header !== null && /^\d+$/.test(header) ? Math.min(Number(header) * 1_000, longestPause) : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
