import { accessToken, renewAccess } from '~/session/access';
import { ApiProblem } from './problem';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

interface CallOptions {
  body?: unknown;
  signal?: AbortSignal;
  /** Goes on when the page is left. */
  keepalive?: boolean;
}

/** Calls the gateway as the signed-in user. Throws an {@link ApiProblem} for anything but success. */
export async function call<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
  const token = await accessToken();
  const response = await send(method, path, options, token);
  if (response.status !== 401) return read<T>(response);
  // Refused before its time: the user was changed, or this machine's clock is wrong. The next token settles it.
  return read<T>(await send(method, path, options, await renewAccess(token)));
}

/** For what is asked before anybody has signed in. */
export async function callAnonymously<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
  return read<T>(await send(method, path, options));
}

async function send(method: Method, path: string, { body, signal, keepalive }: CallOptions, token?: string): Promise<Response> {
  const headers = new Headers();
  if (token !== undefined) headers.set('Authorization', `Bearer ${token}`);
  if (body !== undefined) headers.set('Content-Type', 'application/json');
  try {
    return await fetch(path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
      ...(keepalive ? { keepalive } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw ApiProblem.offline();
  }
}

async function read<T>(response: Response): Promise<T> {
  if (!response.ok) throw await ApiProblem.of(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}
