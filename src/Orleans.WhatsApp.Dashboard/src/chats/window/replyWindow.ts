import type { WhatsAppChat } from '~/api/types';

/** Less than this is left: it stands out. */
const soon = 3_600;

export type ReplyWindow =
  /** Free text may be sent at any time. */
  | { kind: 'none' }
  | { kind: 'open'; seconds: number; isSoon: boolean; closesAt: string }
  | { kind: 'closed' };

/**
 * For how long free text may still be sent.
 *
 * @param now Milliseconds, by the server's clock.
 * @param hasWindow Whether the channel has one at all: then a contact who has never written has opened none.
 */
export function replyWindow({ window_closes_at: closesAt }: Pick<WhatsAppChat, 'window_closes_at'>, now: number, hasWindow = false): ReplyWindow {
  if (!closesAt) return hasWindow ? { kind: 'closed' } : { kind: 'none' };
  const seconds = Math.ceil((Date.parse(closesAt) - now) / 1_000);
  return seconds > 0 ? { kind: 'open', seconds, isSoon: seconds < soon, closesAt } : { kind: 'closed' };
}

/** What a listener hears of it between two looks: an hour is left, or none. */
export function windowTurn(before: ReplyWindow, after: ReplyWindow): 'soon' | 'closed' | null {
  if (before.kind !== 'open') return null;
  if (after.kind === 'closed') return 'closed';
  return after.kind === 'open' && after.isSoon && !before.isSoon ? 'soon' : null;
}
