import { useUser } from '~/session/useUser';
import { useShared } from '~/ui/shared';
import { Outbox, type Outgoing } from './outgoing';

const outboxes = new Map<string, Outbox>();

/** The user's own: the next one who signs in at this page neither sees nor sends what this one wrote. */
export function useOutbox(): Outbox {
  const { _id: userId } = useUser();
  const outbox = outboxes.get(userId) ?? new Outbox();
  outboxes.set(userId, outbox);
  return outbox;
}

export function useOutgoing(chatId: string): readonly Outgoing[] {
  const outbox = useOutbox();
  useShared(outbox.byChat);
  return outbox.of(chatId);
}
