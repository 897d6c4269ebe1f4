import { useEffect, useRef } from 'react';
import { fieldOf, isTyping, matches, type KeyPress } from './keyPress';
import { Word } from './Word';

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
    const word = new Word();
    const listen = (event: KeyboardEvent) => {
      // A browser that fills in a form says so by an event without a key.
      if (!(event instanceof KeyboardEvent)) return;
      if (word.take(event, fieldOf(event.target))) return;
      const binding = current.current.find(({ press }) => matches(press, event));
      if (!binding || event.defaultPrevented || event.repeat || (isTyping(event.target) && !('command' in binding.press))) return;
      event.preventDefault();
      binding.run();
    };
    const end = () => word.end();
    window.addEventListener('keydown', listen);
    window.addEventListener('pointerdown', end);
    return () => {
      window.removeEventListener('keydown', listen);
      window.removeEventListener('pointerdown', end);
    };
  }, []);
}
