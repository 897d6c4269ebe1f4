import { useSyncExternalStore } from 'react';
import { serverNow } from './serverClock';

const listeners = new Set<() => void>();
let timer: number | undefined;
let second = currentSecond();

type Reading = string | number | boolean | null;

/**
 * What is read off the server's clock, each second; only what has changed draws anew. One timer moves all that watch it.
 *
 * @param read Of the time in whole seconds, as milliseconds.
 */
export function useServerClock<T extends Reading>(read: (now: number) => T): T {
  const look = () => read(second);
  return useSyncExternalStore(subscribe, look, look);
}

/** The server's time in whole seconds, as milliseconds. */
export const useServerNow = () => useServerClock((now) => now);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) tick();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.clearTimeout(timer);
  };
}

function tick(): void {
  const now = currentSecond();
  if (now !== second) {
    second = now;
    listeners.forEach((listener) => listener());
  }
  // A little after the second's turn: a timer may fire early.
  timer = window.setTimeout(tick, 1_005 - (serverNow() % 1_000));
}

function currentSecond(): number {
  return Math.floor(serverNow() / 1_000) * 1_000;
}
