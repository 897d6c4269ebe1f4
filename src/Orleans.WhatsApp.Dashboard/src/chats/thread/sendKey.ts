import { isComposing, type KeyEvent } from '~/keyboard/keyPress';

/**
 * Enter sends; with Shift it breaks the line, and so it does among the keys on a screen, where Shift goes with the next letter alone. With Ctrl or Command it
 * always sends: a tablet may have a keyboard as well. While an input method composes a word, Enter chooses it.
 */
export function isSendKey(event: Pick<KeyEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'isComposing' | 'keyCode'>, isTouched: boolean): boolean {
  if (event.key !== 'Enter' || isComposing(event)) return false;
  return event.ctrlKey || event.metaKey || (!event.shiftKey && !isTouched);
}
