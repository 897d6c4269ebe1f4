import { useRef, type FocusEvent } from 'react';

type TextField = HTMLInputElement | HTMLTextAreaElement;

/** Knows whether something that was typed within an element still stands there: what was saved has been taken out of its field, or the field is gone. */
export function useTyped() {
  const before = useRef(new Map<TextField, string>());
  const onFocus = ({ target }: FocusEvent) => {
    const isText = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    if (isText && !before.current.has(target)) before.current.set(target, target.value);
  };
  const isStanding = () => [...before.current].some(([field, value]) => field.isConnected && field.value !== value);
  return { onFocus, isStanding };
}
