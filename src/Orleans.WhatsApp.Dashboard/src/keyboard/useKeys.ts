import { useEffect, useRef } from 'react';
import { isTyping, matches, type KeyPress } from './keyPress';

export interface Binding {
  press: KeyPress;
  run: () => void;
}

/** Runs what a key is bound to, wherever the focus is, unless somebody is typing. */
export function useKeys(bindings: readonly Binding[]): void {
  const current = useRef(bindings);
  useEffect(() => {
    current.current = bindings;
  });

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const binding = current.current.find(({ press }) => matches(press, event));
      if (!binding || event.defaultPrevented || event.repeat || (isTyping(event.target) && !binding.press.command)) return;
      event.preventDefault();
      binding.run();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
