import { useSyncExternalStore } from 'react';

let words = '';
const listeners = new Set<() => void>();

/** Says something to those who listen instead of looking, when nothing else is being said. */
export function announce(text: string): void {
  words = text;
  listeners.forEach((listener) => listener());
}

export function Announcer() {
  const said = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => words,
  );
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {said}
    </div>
  );
}
