import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { readPresence, tellPresence } from '~/api/chats';
import { keys } from '~/api/keys';
import type { PresenceState } from '~/api/types';
import { useUser } from '~/session/useUser';

/** The gateway forgets who does not repeat it within 45 s, and that somebody types within 8 s. */
const repeatEvery = 20_000;
const repeatTypingEvery = 5_000;
/** Whoever pauses for this long is reading again. */
const typingLasts = 4_000;

/** Tells the others that this chat is being looked at or answered here, and who else does so. */
export function usePresence(chatId: string) {
  const user = useUser();
  const queries = useQueryClient();
  const { data } = useQuery({ queryKey: keys.presence(chatId), queryFn: () => readPresence(chatId), staleTime: 0 });
  const state = useRef<PresenceState>('viewing');
  const pause = useRef<number>(undefined);
  const toldTypingAt = useRef(0);

  const tell = useCallback(
    (next: PresenceState | 'left') => {
      // A courtesy: what is lost is made good by the next one.
      tellPresence(chatId, next).catch(() => undefined);
    },
    [chatId],
  );

  useEffect(() => {
    const look = () => tell(document.visibilityState === 'visible' ? state.current : 'left');
    look();
    const timer = window.setInterval(() => document.visibilityState === 'visible' && look(), repeatEvery);
    document.addEventListener('visibilitychange', look);
    return () => {
      window.clearInterval(timer);
      window.clearTimeout(pause.current);
      document.removeEventListener('visibilitychange', look);
      tell('left');
      queries.removeQueries({ queryKey: keys.presence(chatId) });
    };
  }, [chatId, tell, queries]);

  const typing = useCallback(() => {
    window.clearTimeout(pause.current);
    pause.current = window.setTimeout(() => {
      state.current = 'viewing';
      tell('viewing');
    }, typingLasts);
    if (state.current === 'typing' && Date.now() - toldTypingAt.current < repeatTypingEvery) return;
    state.current = 'typing';
    toldTypingAt.current = Date.now();
    tell('typing');
  }, [tell]);

  return { people: data?.people.filter((person) => person._id !== user._id) ?? [], typing };
}
