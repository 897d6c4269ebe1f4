import { useEffect, useRef } from 'react';
import type { WhatsAppChat } from '~/api/types';
import { isTyping } from '~/keyboard/keyPress';
import { useUser } from '~/session/useUser';
import { composerId } from './composerId';

/** Whoever has just taken the chat over writes next: with the focus nowhere, the letters of his first word would be commands. */
export function useFocusWhenTaken({ taken_over_by: holder }: Pick<WhatsAppChat, 'taken_over_by'>): void {
  const isMine = useUser()._id === holder?._id;
  const wasMine = useRef(isMine);
  useEffect(() => {
    const isTaken = isMine && !wasMine.current;
    wasMine.current = isMine;
    // Whoever types elsewhere by now goes on there.
    if (isTaken && !isTyping(document.activeElement)) document.getElementById(composerId)?.focus();
  }, [isMine]);
}
