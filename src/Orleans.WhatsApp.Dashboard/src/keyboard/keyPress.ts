/** A key by its place on the board, not by its letter: with an Arabic or Russian layout the same keys do the same. */
export interface KeyPress {
  code: string;
  /** Ctrl, or Command on a Mac. */
  command?: boolean;
  shift?: boolean;
}

export type KeyEvent = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

export function matches(press: KeyPress, event: KeyEvent): boolean {
  return (
    event.code === press.code &&
    !event.altKey &&
    (event.ctrlKey || event.metaKey) === (press.command ?? false) &&
    event.shiftKey === (press.shift ?? false)
  );
}

/** Letters belong to whoever types; so do keys in a menu or a dialog. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]') !== null;
}

/** As it is written on the key. */
export function faceOf({ code, command, shift }: KeyPress): string[] {
  const letter = code.startsWith('Key') ? code.slice(3) : code === 'Slash' ? '/' : code;
  if (code === 'Slash' && shift) return ['?'];
  return [...(command ? ['Ctrl'] : []), ...(shift ? ['⇧'] : []), letter];
}
