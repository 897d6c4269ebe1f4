import { useEffect, useRef } from 'react';
import type { WhatsAppChat } from '~/api/types';
import { forgetTakeover, leadsToComposer } from '~/chats/takeover';
import { useUser } from '~/session/useUser';
import { composerId } from './composerId';

/** Whoever has just taken the chat over writes next: with the focus nowhere, the letters of his first word would be commands. */
export function useFocusWhenTaken({ _id: chatId, taken_over_by: holder }: Pick<WhatsAppChat, '_id' | 'taken_over_by'>): void {
  const isMine = useUser()._id === holder?._id;
  const wasMine = useRef(isMine);
  useEffect(() => {
    const isTaken = isMine && !wasMine.current;
    wasMine.current = isMine;
    if (!isTaken) return;
    if (leadsToComposer(chatId)) document.getElementById(composerId)?.focus();
    forgetTakeover();
  }, [isMine, chatId]);
  // Whoever leaves the chat meanwhile is not awaited by it.
  useEffect(() => forgetTakeover, []);
}
