import { Shared, useShared } from './shared';

export interface Toast {
  id: number;
  /** What it is about; of one thing only the last is told. */
  key?: string;
  text: string;
  look: 'plain' | 'problem';
  action?: { label: string; run: () => void };
}

/** Long enough to read, and to take back what was done. */
const life = 8_000;

const toasts = new Shared<readonly Toast[]>([]);
let lastId = 0;

export function toast(text: string, more: Partial<Pick<Toast, 'key' | 'look' | 'action'>> = {}): void {
  const id = ++lastId;
  const others = toasts.get().filter(({ key }) => key === undefined || key !== more.key);
  toasts.set([...others.slice(-2), { id, text, look: 'plain', ...more }]);
  window.setTimeout(() => dismiss(id), life);
}

export function dismiss(id: number): void {
  toasts.set(toasts.get().filter((one) => one.id !== id));
}

export const dismissAll = () => toasts.set([]);

export function useToasts(): readonly Toast[] {
  return useShared(toasts);
}
