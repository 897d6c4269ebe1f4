import type { ChatAction } from '~/chats/useChatActions';
import type { KeyPress } from './keyPress';

/** What keys do, in the order in which the help shows them. */
export const commandKeys = {
  next: { code: 'KeyJ' },
  previous: { code: 'KeyK' },
  search: { sign: '/' },
  reply: { code: 'KeyC' },
  takeOver: { code: 'KeyT' },
  release: { code: 'KeyR' },
  releaseNow: { code: 'KeyR', shift: true },
  answerNow: { code: 'KeyA' },
  extendGrace: { code: 'KeyM' },
  close: { code: 'KeyE' },
  reopen: { code: 'KeyO' },
  why: { code: 'KeyW' },
  palette: { code: 'KeyK', command: true },
  help: { sign: '?', arabic: '؟' },
} as const satisfies Record<string, KeyPress>;

export type CommandName = keyof typeof commandKeys;

/** Those of them that are actions on the chosen chat. */
export const actionNames = ['answerNow', 'extendGrace', 'takeOver', 'release', 'releaseNow', 'close', 'reopen'] as const satisfies readonly ChatAction[];
