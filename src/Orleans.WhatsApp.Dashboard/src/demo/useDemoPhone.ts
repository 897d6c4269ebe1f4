import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { info } from '~/api/auth';
import { keys } from '~/api/keys';

let isOpen = false;
const listeners = new Set<() => void>();

function toggle(): void {
  isOpen = !isOpen;
  listeners.forEach((listener) => listener());
}

/** Whether this is a demo, and whether the contact's phone is on the screen. */
export function useDemoPhone() {
  const isDemo = useQuery({ queryKey: keys.info, queryFn: info }).data?.demo ?? false;
  const open = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isOpen,
  );
  return { isDemo, isOpen: isDemo && open, toggle };
}
