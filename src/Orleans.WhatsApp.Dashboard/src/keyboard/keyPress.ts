/** A letter by its key's place on the board: with an Arabic or Russian layout the same keys do the same. */
interface Place {
  code: string;
  /** Ctrl, or Command on a Mac. */
  command?: boolean;
  shift?: boolean;
}

/** A sign by what it is: each layout has it elsewhere, and some only with Shift. */
interface Sign {
  sign: string;
  /** What an Arabic layout writes for it. */
  arabic?: string;
}

export type KeyPress = Place | Sign;

export type KeyEvent = Pick<KeyboardEvent, 'code' | 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing' | 'keyCode' | 'getModifierState'>;

export function matches(press: KeyPress, event: KeyEvent): boolean {
  // What is written with AltGr is a sign of its own, or one that another key has as well.
  if (isComposing(event) || event.altKey || event.getModifierState('AltGraph')) return false;
  const isCommand = event.ctrlKey || event.metaKey;
  if ('sign' in press) return !isCommand && (event.key === press.sign || event.key === press.arabic);
  return event.code === press.code && isCommand === (press.command ?? false) && event.shiftKey === (press.shift ?? false);
}

/** While an input method composes a word, its keys are the method's. Safari says of the last one only by its number that it is. */
export function isComposing(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** Letters belong to whoever types; so do keys in a menu or a dialog. */
export function isTyping(target: EventTarget | null): boolean {
  return fieldOf(target) !== null || (target instanceof Element && target.closest('[role="dialog"], [role="menu"]') !== null);
}

/** Where the letters go that are typed there, if anywhere. */
export function fieldOf(target: EventTarget | null): Element | null {
  return target instanceof Element ? target.closest('input, textarea, select, [contenteditable]') : null;
}

/** As it is written on the key. */
export function faceOf(press: KeyPress): string[] {
  if ('sign' in press) return [press.sign];
  const letter = press.code.replace(/^Key/, '');
  return [...(press.command ? ['Ctrl'] : []), ...(press.shift ? ['⇧'] : []), letter];
}
