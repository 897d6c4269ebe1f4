import { Outbox } from './outgoing';
import { forgetUnsentOfOthers, keepUnsent, unsentOf } from './unsent';

const outboxes = new Map<string, Outbox>();

/** The user's own: the next one who signs in at this page neither sees nor sends what this one wrote. */
export function outboxOf(userId: string): Outbox {
  const known = outboxes.get(userId);
  if (known) return known;
  const outbox: Outbox = new Outbox(unsentOf(userId, Date.now()), (all) => {
    // What was on its way at a sign-out may still end, and must not leave anything behind then.
    if (outboxes.get(userId) === outbox) keepUnsent(userId, all);
  });
  outboxes.set(userId, outbox);
  return outbox;
}

/** @param userId Whose may stay, if anybody's may. */
export function forgetOutboxesOfOthers(userId: string | undefined): void {
  for (const other of outboxes.keys()) if (other !== userId) outboxes.delete(other);
  forgetUnsentOfOthers(userId);
}
