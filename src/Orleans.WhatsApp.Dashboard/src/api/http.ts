import { accessToken, renewAccess } from '~/session/access';
import { orAborted } from './orAborted';
import { ApiProblem } from './problem';
import { patience, reached } from './reach';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

interface CallOptions {
  /** Sent as JSON; a file as it is. */
  body?: unknown;
  signal?: AbortSignal;
  /** Goes on when the page is left. */
  keepalive?: boolean;
  /** Milliseconds for which the answer is waited for. */
  limit?: number;
}

/** Calls the gateway as the signed-in user. Throws an {@link ApiProblem} for anything but success. */
export async function call<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
  return read<T>(await sendSignedIn(method, path, options), options.signal);
}

/** A file of the gateway's. An element's `src` cannot send the access token, so it is fetched and shown from memory. */
export async function callForFile(path: string, signal?: AbortSignal): Promise<Blob> {
  const response = await sendSignedIn('GET', path, { ...(signal ? { signal } : {}), limit: patience.file });
  if (!response.ok) throw await ApiProblem.of(response);
  return reached(response.blob(), signal);
}

/** For what is asked before anybody has signed in. */
export async function callAnonymously<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
  return read<T>(await send(method, path, options), options.signal);
}

async function sendSignedIn(method: Method, path: string, options: CallOptions): Promise<Response> {
  const token = await inTime(accessToken(), options.signal);
  const response = await send(method, path, options, token);
  // Refused before its time: the user was changed, or this machine's clock is wrong. The next token settles it.
  return response.status === 401 ? send(method, path, options, await inTime(renewAccess(token), options.signal)) : response;
}

/** A token that has to be renewed may wait for another tab, which may be frozen. */
async function inTime(token: Promise<string>, signal: AbortSignal | undefined): Promise<string> {
  const end = AbortSignal.timeout(patience.usual);
  try {
    return await orAborted(token, signal ? AbortSignal.any([signal, end]) : end);
  } catch (cause) {
    throw cause === end.reason ? ApiProblem.offline() : cause;
  }
}

function send(method: Method, path: string, { body, signal, keepalive, limit }: CallOptions, token?: string): Promise<Response> {
  const headers = new Headers();
  if (token !== undefined) headers.set('Authorization', `Bearer ${token}`);
  if (body !== undefined) headers.set('Content-Type', body instanceof Blob ? body.type || 'application/octet-stream' : 'application/json');
  const end = AbortSignal.timeout(limit ?? (body instanceof Blob ? patience.file : patience.usual));
  const answer = fetch(path, {
    method,
    headers,
    signal: signal ? AbortSignal.any([signal, end]) : end,
    ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
    ...(keepalive ? { keepalive } : {}),
  });
  return reached(answer, signal);
}

async function read<T>(response: Response, signal: AbortSignal | undefined): Promise<T> {
  if (!response.ok) throw await ApiProblem.of(response);
  return (response.status === 204 ? undefined : await reached(response.json(), signal)) as T;
}
