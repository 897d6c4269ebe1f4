import { useSyncExternalStore } from 'react';

let isOpen = false;
const listeners = new Set<() => void>();

function toggle(): void {
  isOpen = !isOpen;
  listeners.forEach((listener) => listener());
}

/** Whether the why panel is beside the chat; it stays when another chat is chosen. */
export function useWhyPanel() {
  const open = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isOpen,
  );
  return { isOpen: open, toggle };
}
