import type { ChatFilter } from '~/chats/filter';

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
  presence: (id: string) => ['presence', id] as const,
  stats: ['stats'] as const,
  connection: ['connection'] as const,
  agents: ['agents'] as const,
  agentChoices: ['agent-choices'] as const,
  blacklist: ['blacklist'] as const,
  users: ['users'] as const,
  demoContacts: ['demo-contacts'] as const,
  demoMessages: (phone: string) => ['demo-messages', phone] as const,
};
