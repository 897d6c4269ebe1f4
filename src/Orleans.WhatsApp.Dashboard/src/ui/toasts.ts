import { useSyncExternalStore } from 'react';

export interface Toast {
  id: number;
  text: string;
  look: 'plain' | 'problem';
  action?: { label: string; run: () => void };
}

/** Long enough to read, and to take back what was done. */
const life = 8_000;

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

export function toast(text: string, more: Partial<Pick<Toast, 'look' | 'action'>> = {}): void {
  const id = ++lastId;
  become([...toasts.slice(-2), { id, text, look: 'plain', ...more }]);
  window.setTimeout(() => dismiss(id), life);
}

export function dismiss(id: number): void {
  become(toasts.filter((one) => one.id !== id));
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
}

function become(next: readonly Toast[]): void {
  toasts = next;
  listeners.forEach((listener) => listener());
}
