import { ApiProblem, codeOf } from '~/api/problem';
import type { Outgoing } from './outgoing';

const storedKey = 'unsent';
/** The newest of all chats: each holds up to 65,536 characters, and a browser has room for millions. */
const most = 20;
/** Milliseconds after which nobody waits for it any more. */
const longest = 7 * 24 * 3_600_000;

/** Of a cause, its code is what can be said again. */
type State = Exclude<Outgoing['state'], { kind: 'failed' }> | { kind: 'failed'; code: string };

interface Kept {
  user: string;
  messages: (Omit<Outgoing, 'state'> & { state: State })[];
}

/** What a user has written and the server has not taken: like a draft, for as long as the tab is open, also when its page is loaded again. */
export function unsentOf(userId: string, now: number): Outgoing[] {
  const kept = stored();
  if (kept?.user !== userId) return [];
  return kept.messages.filter((one) => now - one.at < longest).map((one) => ({ ...one, state: asShown(one.state) }));
}

export function keepUnsent(userId: string, all: readonly Outgoing[]): void {
  const messages = all
    .toSorted((one, other) => one.at - other.at)
    .slice(-most)
    .map((one) => ({ ...one, state: asStored(one.state) }));
  const kept: Kept = { user: userId, messages };
  if (messages.length > 0) sessionStorage.setItem(storedKey, JSON.stringify(kept));
  else sessionStorage.removeItem(storedKey);
}

/** @param userId Whose may stay, if anybody's may. */
export function forgetUnsentOfOthers(userId: string | undefined): void {
  const kept = stored();
  if (kept && kept.user !== userId) sessionStorage.removeItem(storedKey);
}

const asStored = (state: Outgoing['state']): State => (state.kind === 'failed' ? { kind: 'failed', code: codeOf(state.cause) } : state);

/** What was on its way when the page was left may have arrived; only the server can tell, by its id. */
function asShown(state: State): Outgoing['state'] {
  if (state.kind === 'moved') return state;
  return { kind: 'failed', cause: new ApiProblem(state.kind === 'failed' ? state.code : 'interrupted', 0, '') };
}

function stored(): Kept | null {
  const text = sessionStorage.getItem(storedKey);
  return text === null ? null : (JSON.parse(text) as Kept);
}
