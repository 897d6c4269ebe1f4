import { accessToken, renewAccess } from '~/session/access';
import { ApiProblem } from './problem';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

interface CallOptions {
  /** Sent as JSON; a file as it is. */
  body?: unknown;
  signal?: AbortSignal;
  /** Goes on when the page is left. */
  keepalive?: boolean;
}

/** Calls the gateway as the signed-in user. Throws an {@link ApiProblem} for anything but success. */
export async function call<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
  return read<T>(await sendSignedIn(method, path, options));
}

/** A file of the gateway's. An element's `src` cannot send the access token, so it is fetched and shown from memory. */
export async function callForFile(path: string, signal?: AbortSignal): Promise<Blob> {
  const response = await sendSignedIn('GET', path, signal ? { signal } : {});
  if (!response.ok) throw await ApiProblem.of(response);
  return response.blob();
}

/** For what is asked before anybody has signed in. */
export async function callAnonymously<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
  return read<T>(await send(method, path, options));
}

async function sendSignedIn(method: Method, path: string, options: CallOptions): Promise<Response> {
  const token = await accessToken();
  const response = await send(method, path, options, token);
  // Refused before its time: the user was changed, or this machine's clock is wrong. The next token settles it.
  return response.status === 401 ? send(method, path, options, await renewAccess(token)) : response;
}

async function send(method: Method, path: string, { body, signal, keepalive }: CallOptions, token?: string): Promise<Response> {
  const headers = new Headers();
  if (token !== undefined) headers.set('Authorization', `Bearer ${token}`);
  const isFile = body instanceof Blob;
  if (body !== undefined) headers.set('Content-Type', isFile ? body.type || 'application/octet-stream' : 'application/json');
  try {
    return await fetch(path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
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
