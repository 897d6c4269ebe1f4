import type { WhatsAppChat } from '~/api/types';

export const views = ['all', 'attention', 'waiting', 'ai', 'human', 'closed'] as const;
export type View = (typeof views)[number];

export interface ChatFilter {
  view: View;
  /** As it was typed; empty for none. */
  search: string;
}

/** Whether the chat belongs to the view; a hidden one to none. A search is the server's to answer. */
export function isInView(chat: WhatsAppChat, view: View): boolean {
  if (chat.is_hidden) return false;
  switch (view) {
    case 'all':
      return true;
    case 'attention':
      return chat.needs_attention;
    case 'waiting':
      return chat.session_status === 'waiting';
    default:
      return chat.mode === view;
  }
}
