import { useEffect } from 'react';

let shown: string | null = null;

/** Whether the chat's newest messages are on the screen, and with them what becomes of each that is on its way. */
export const isInSight = (chatId: string): boolean => shown === chatId;

/** Drawn beside what is on its way, and only while that can be seen: it stands for it. */
export function InSight({ chatId }: { chatId: string }) {
  useEffect(() => {
    shown = chatId;
    return () => {
      shown = null;
    };
  }, [chatId]);
  return null;
}
