import type { ChatFilter } from '~/chats/filter';
import type { NumberList, OutboxStatus } from './types';

/** The names under which answers are cached; one place, so that what a live event touches can be found. */
export const keys = {
  info: ['info'] as const,
  lists: ['chats'] as const,
  list: (filter: ChatFilter) => ['chats', filter.view, filter.search] as const,
  chat: (id: string) => ['chat', id] as const,
  everyChat: ['chat'] as const,
  messages: (id: string) => ['messages', id] as const,
  sessions: (id: string) => ['sessions', id] as const,
  timeline: (id: string) => ['timeline', id] as const,
  everyPresence: ['presence'] as const,
  presence: (id: string) => ['presence', id] as const,
  stats: ['stats'] as const,
  connection: ['connection'] as const,
  agents: ['agents'] as const,
  agentChoices: ['agent-choices'] as const,
  channels: ['channels'] as const,
  outbox: ['outbox'] as const,
  outboxPage: (status: OutboxStatus | null, page: number) => ['outbox', status, page] as const,
  numbers: (list: NumberList) => ['numbers', list] as const,
  file: (url: string) => ['file', url] as const,
  users: ['users'] as const,
  demoContacts: ['demo-contacts'] as const,
  demoMessages: (phone: string) => ['demo-messages', phone] as const,
};
