import { useSyncExternalStore } from 'react';

export type Overlay = 'palette' | 'help' | null;

let current: Overlay = null;
const listeners = new Set<() => void>();

function become(next: Overlay): void {
  current = next;
  listeners.forEach((listener) => listener());
}

const close = () => become(null);

/** Which of the keyboard's own dialogs is open. */
export function useOverlay() {
  const overlay = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
  return { overlay, open: become, close };
}
