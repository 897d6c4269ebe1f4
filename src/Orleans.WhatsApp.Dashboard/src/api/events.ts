import { accessToken, renewAccess } from '~/session/access';

/** The tenant's live updates, from the event after the last one that was seen. */
export async function openEvents(lastId: string | null, signal: AbortSignal): Promise<Response> {
  const get = (token: string) => {
    const headers = new Headers({ Authorization: `Bearer ${token}`, Accept: 'text/event-stream' });
    if (lastId !== null) headers.set('Last-Event-ID', lastId);
    return fetch('/api/events', { headers, signal, cache: 'no-store' });
  };
  const token = await accessToken();
  const response = await get(token);
  return response.status === 401 ? get(await renewAccess(token)) : response;
}
