import { useUser } from '~/session/useUser';
import { useShared } from '~/ui/shared';
import { outboxOf } from './outboxes';
import type { Outbox, Outgoing } from './outgoing';

export function useOutbox(): Outbox {
  return outboxOf(useUser()._id);
}

export function useOutgoing(chatId: string): readonly Outgoing[] {
  const outbox = useOutbox();
  useShared(outbox.byChat);
  return outbox.of(chatId);
}
