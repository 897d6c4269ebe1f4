import type { WhatsAppMessage } from '~/api/types';

export type ThreadItem =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'session'; key: string; sessionId: string | null; at: string }
  | { kind: 'message'; key: string; message: WhatsAppMessage; isFirstOfSender: boolean };

/**
 * The messages with what separates them: days, and sessions wherever another one begins or ends.
 *
 * @param dayOf The calendar day of a moment, in the tenant's zone.
 */
export function threadItems(messages: readonly WhatsAppMessage[], dayOf: (at: string) => string): ThreadItem[] {
  const items: ThreadItem[] = [];
  let previous: WhatsAppMessage | undefined;
  for (const message of messages) {
    const isNewDay = !previous || dayOf(previous.createdAt) !== dayOf(message.createdAt);
    // Before the first message that is loaded, nothing is known of what was; a chat that begins outside any session needs no line to say so.
    const isNewSession = previous ? previous.session_id !== message.session_id : message.session_id !== null;
    if (isNewDay) items.push({ kind: 'day', key: `day-${message._id}`, at: message.createdAt });
    if (isNewSession) items.push({ kind: 'session', key: `session-${message._id}`, sessionId: message.session_id, at: message.createdAt });
    const isFirstOfSender = isNewDay || isNewSession || speakerOf(previous!) !== speakerOf(message);
    items.push({ kind: 'message', key: message._id, message, isFirstOfSender });
    previous = message;
  }
  return items;
}

function speakerOf(message: WhatsAppMessage): string {
  return `${message.sender} ${message.sender_name}`;
}
