import type { WhatsAppChat } from '~/api/types';
import type { ChatAction } from './useChatActions';

/** What can be done to a chat as it stands. The server has the last word; here nothing is offered that it would refuse. */
export function offersOf(chat: WhatsAppChat): readonly ChatAction[] {
  if (chat.mode === 'closed') return ['reopen'];
  if (chat.session_status === 'waiting') return ['answerNow', 'extendGrace', 'takeOver', 'close'];
  if (chat.mode === 'human') return ['release', 'releaseNow', 'close'];
  return hasSession(chat) ? ['takeOver', 'close'] : ['close'];
}

/** A person writes only where people have the word. */
export function mayWrite(chat: WhatsAppChat): boolean {
  return chat.mode === 'human';
}

function hasSession(chat: WhatsAppChat): boolean {
  return chat.session_started_at !== null && chat.session_resolved_by === null;
}
