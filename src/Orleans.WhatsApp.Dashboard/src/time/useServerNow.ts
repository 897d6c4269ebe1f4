import { useSyncExternalStore } from 'react';
import { serverNow } from './serverClock';

const listeners = new Set<() => void>();
let timer: number | undefined;
let second = currentSecond();
const look = () => second;

/** The server's time in whole seconds, as milliseconds; one timer moves all that watch it. */
export function useServerNow(): number {
  return useSyncExternalStore(subscribe, look, look);
}

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
