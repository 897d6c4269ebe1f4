import { useEffect } from 'react';

let shown: string | null = null;

/** Whether the chat's messages are on the screen, and with them what becomes of each. */
export const isInSight = (chatId: string): boolean => shown === chatId;

/** Of the component that shows a chat's messages. */
export function useInSight(chatId: string): void {
  useEffect(() => {
    shown = chatId;
    return () => {
      shown = null;
    };
  }, [chatId]);
}
