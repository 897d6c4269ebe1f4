import type { WhatsAppChat } from '~/api/types';
import { serverNow } from '~/time/serverClock';
import type { ChatAction } from './useChatActions';
import { replyWindow } from './window/replyWindow';

/** What can be done to a chat as it stands. The server has the last word; here nothing is offered that it would refuse. */
export function offersOf(chat: WhatsAppChat): readonly ChatAction[] {
  if (chat.mode === 'closed') return ['reopen'];
  if (chat.session_status === 'waiting') return [...answering(chat, 'answerNow'), 'extendGrace', 'takeOver', 'close'];
  if (chat.mode === 'human') return ['release', ...answering(chat, 'releaseNow'), 'close'];
  return hasSession(chat) ? ['takeOver', 'close'] : ['close'];
}

/** What the AI would answer could not go out any more. */
function answering(chat: WhatsAppChat, action: ChatAction): readonly ChatAction[] {
  return replyWindow(chat, serverNow()).kind === 'closed' ? [] : [action];
}

/** A person writes only where people have the word. */
export function mayWrite(chat: WhatsAppChat): boolean {
  return chat.mode === 'human';
}

/** Where nobody waits and nobody has the word, the business may begin: with a template. */
export function mayBegin(chat: WhatsAppChat): boolean {
  return chat.mode === 'closed' || (chat.mode === 'ai' && !hasSession(chat));
}

/** One ends with a person’s answer to what waits, with a close and with long silence; the contact’s next message begins another. */
export function hasSession(chat: WhatsAppChat): boolean {
  return chat.session_started_at !== null && chat.session_resolved_by === null;
}
