import { useSyncExternalStore } from 'react';

const fingers = '(pointer: coarse)';

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(fingers);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Whether fingers point here; then the keys are on the screen as well. */
export function useIsTouched(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(fingers).matches, () => false);
}
