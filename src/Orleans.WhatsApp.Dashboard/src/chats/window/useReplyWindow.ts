import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { WhatsAppChat } from '~/api/types';
import { useChannel } from '~/chats/useChannels';
import { useServerClock, useServerNow } from '~/time/useServerNow';
import { announce } from '~/ui/Announcer';
import { replyWindow, windowTurn, type ReplyWindow } from './replyWindow';

/** Moves with the server's clock. */
export function useReplyWindow(chat: WhatsAppChat): ReplyWindow {
  return replyWindow(chat, useServerNow(), useHasWindow(chat));
}

/** Moves only when the window does. */
export function useIsWindowClosed(chat: WhatsAppChat): boolean {
  const hasWindow = useHasWindow(chat);
  return useServerClock((now) => replyWindow(chat, now, hasWindow).kind === 'closed');
}

function useHasWindow(chat: WhatsAppChat): boolean {
  return (useChannel(chat.provider)?.can.window_seconds ?? null) !== null;
}

/** Tells listeners of the open chat when an hour is left, and when none is. */
export function useSpokenWindow(window: ReplyWindow): void {
  const { t } = useTranslation();
  const before = useRef(window);
  useEffect(() => {
    const turn = windowTurn(before.current, window);
    before.current = window;
    if (turn) announce(t(turn === 'soon' ? 'window.soon' : 'window.closed'));
  });
}
