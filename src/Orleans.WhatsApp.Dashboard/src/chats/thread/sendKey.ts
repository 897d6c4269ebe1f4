import { isComposing, type KeyEvent } from '~/keyboard/keyPress';

/**
 * Enter sends; with Shift it breaks the line, and so it does among the keys on a screen, where Shift goes with the next letter alone. While an input method
 * composes a word, Enter chooses it.
 */
export function isSendKey(event: Pick<KeyEvent, 'key' | 'shiftKey' | 'isComposing' | 'keyCode'>, isTouched: boolean): boolean {
  return event.key === 'Enter' && !event.shiftKey && !isTouched && !isComposing(event);
}
