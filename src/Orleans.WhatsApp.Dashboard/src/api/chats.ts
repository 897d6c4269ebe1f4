import type { ChatFilter } from '~/chats/filter';
import type { MessageContent, Uploaded } from './content';
import { call, callForFile } from './http';
import type { Listing, PresenceState, PresentPerson, TakenOverChat, TimelineEntry, WhatsAppChat, WhatsAppMessage, WhatsAppSession, WhatsAppStats } from './types';

const root = '/api/whatsapp';
const of = (chatId: string) => `${root}/chats/${chatId}`;

export const chatsPerPage = 100;
export const messagesPerPage = 50;
/** The gateway's most, as it comes; one that is set to less gives less. */
export const mostMessagesPerPage = 200;

export function listChats(filter: ChatFilter, cursor: string | null, signal?: AbortSignal): Promise<Listing<WhatsAppChat>> {
  const query = new URLSearchParams({ limit: String(chatsPerPage) });
  if (filter.view === 'attention') query.set('needs_attention', 'true');
  else if (filter.view !== 'all') query.set('mode', filter.view);
  if (filter.search) query.set('q', filter.search);
  if (cursor) query.set('cursor', cursor);
  return call('GET', `${root}/chats?${query}`, signal ? { signal } : {});
}

export const readChat = (chatId: string) => call<WhatsAppChat>('GET', of(chatId));
export const readStats = () => call<WhatsAppStats>('GET', `${root}/stats`);

/** Oldest first within a page; without a cursor, the newest page. */
export const listMessages = (chatId: string, cursor: string | null, limit?: number) => call<Listing<WhatsAppMessage>>('GET', paged(`${of(chatId)}/messages`, cursor, limit));
export const listSessions = (chatId: string, cursor: string | null) => call<Listing<WhatsAppSession>>('GET', paged(`${of(chatId)}/sessions`, cursor));
export const listTimeline = (chatId: string, cursor: string | null) => call<Listing<TimelineEntry>>('GET', paged(`${of(chatId)}/timeline`, cursor));

export const takeOver = (chatId: string) => call<TakenOverChat>('POST', `${of(chatId)}/takeover`);
export const release = (chatId: string, immediate: boolean) => call<WhatsAppChat>('POST', `${of(chatId)}/release`, { body: { immediate } });
export const close = (chatId: string) => call<WhatsAppChat>('POST', `${of(chatId)}/close`);
export const reopen = (chatId: string) => call<WhatsAppChat>('POST', `${of(chatId)}/reopen`);

/** The AI answers what waits without waiting for the deadline. */
export const answerNow = (chatId: string, expected_epoch: number) => call<WhatsAppChat>('POST', `${of(chatId)}/answer-now`, { body: { expected_epoch } });
export const extendGrace = (chatId: string, seconds: number) => call<WhatsAppChat>('POST', `${of(chatId)}/extend-grace`, { body: { seconds } });

/** Either of them. */
export interface Written {
  text?: string;
  content?: MessageContent;
}

export interface Sending extends Written {
  /** The same one again is the same send. */
  client_message_id: string;
  /** If the right to speak has moved since, nothing is sent. */
  expected_epoch: number;
}

export const send = (chatId: string, body: Sending) => call<WhatsAppMessage>('POST', `${of(chatId)}/send`, { body });

/** Keeps a file until it is sent as a message's content. */
export const upload = (chatId: string, file: File) => call<Uploaded>('POST', `${of(chatId)}/uploads?file_name=${encodeURIComponent(file.name)}`, { body: file });

/** @param url As an attachment names it. */
export const readFile = (url: string, signal: AbortSignal) => callForFile(url, signal);

/** Fetches what could not be fetched, or transcribes what could not be transcribed. */
export const retryMedia = (chatId: string, messageId: string) => call<unknown>('POST', `${of(chatId)}/messages/${messageId}/media/retry`);

/** A person's word on a message that was maybe sent. */
export const resolve = (chatId: string, messageId: string, send_again: boolean) =>
  call<WhatsAppChat>('POST', `${of(chatId)}/messages/${messageId}/resolve`, { body: { send_again } });

export const readPresence = (chatId: string) => call<{ people: PresentPerson[] }>('GET', `${of(chatId)}/presence`);
export const tellPresence = (chatId: string, state: PresenceState | 'left') => call<void>('POST', `${of(chatId)}/presence`, { body: { state }, keepalive: state === 'left' });

function paged(path: string, cursor: string | null, limit = messagesPerPage): string {
  const query = new URLSearchParams({ limit: String(limit) });
  if (cursor) query.set('cursor', cursor);
  return `${path}?${query}`;
}
