import { useSyncExternalStore } from 'react';

/** A value that the page has once, wherever it is shown or changed. */
export class Shared<T> {
  private readonly listeners = new Set<() => void>();

  constructor(private value: T) {}

  readonly get = (): T => this.value;

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  set(next: T): void {
    this.value = next;
    this.listeners.forEach((listener) => listener());
  }
}

export function useShared<T>(shared: Shared<T>): T {
  return useSyncExternalStore(shared.subscribe, shared.get, shared.get);
}
