import { useEffect, useRef } from 'react';
import { isTyping, matches, type KeyPress } from './keyPress';

export interface Binding {
  press: KeyPress;
  run: () => void;
}

/** Milliseconds for which keys rest when the field goes in which somebody types: the rest of a word is no command. */
const restsFor = 2_000;

/** Runs what a key is bound to, wherever the focus is, unless somebody is typing. */
export function useKeys(bindings: readonly Binding[]): void {
  const current = useRef(bindings);
  useEffect(() => {
    current.current = bindings;
  });

  useEffect(() => {
    let field: Element | null = null;
    let typedAt = -restsFor;
    const listen = (event: KeyboardEvent) => {
      if (isTyping(event.target)) field = event.target as Element;
      const isWithoutField = field !== null && !field.isConnected && event.timeStamp - typedAt < restsFor;
      if (isTyping(event.target) || isWithoutField) typedAt = event.timeStamp;
      if (isWithoutField && !event.ctrlKey && !event.metaKey && !isTyping(event.target)) return;
      const binding = current.current.find(({ press }) => matches(press, event));
      if (!binding || event.defaultPrevented || event.repeat || (isTyping(event.target) && !binding.press.command)) return;
      event.preventDefault();
      binding.run();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
