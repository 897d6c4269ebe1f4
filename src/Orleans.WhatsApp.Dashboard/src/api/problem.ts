/** What the gateway answers instead of what was asked for (RFC 9457), or that nothing was answered at all. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  /**
   * @param code Stable; `offline` where no answer came.
   * @param details The problem's further members.
   */
  constructor(
    readonly code: string,
    readonly status: number,
    title: string,
    readonly details: Readonly<Record<string, unknown>> = {},
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
    const code = typeof details.code === 'string' ? details.code : response.status >= 500 ? 'unavailable' : 'refused';
    return new ApiProblem(code, response.status, typeof details.title === 'string' ? details.title : response.statusText, details);
  }
}

export function codeOf(cause: unknown): string {
  return cause instanceof ApiProblem ? cause.code : 'internal_error';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
