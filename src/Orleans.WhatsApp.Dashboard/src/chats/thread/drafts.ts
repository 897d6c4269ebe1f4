const storedKey = 'drafts';
/** Of what has not been touched for longest, no more is kept. */
const mostDrafts = 50;
/** Of all together: a browser has room for millions, and each key press writes them. */
const mostCharacters = 200_000;

interface Kept {
  user: string;
  /** By chat; what was touched last stands last. */
  texts: [chatId: string, text: string][];
}

/** What a user began in a chat and did not send: for as long as the tab is open, also when its page is loaded again. */
export const draftOf = (userId: string, chatId: string) => draftsOf(userId).get(chatId) ?? '';

export function keepDraft(userId: string, chatId: string, text: string): void {
  const drafts = draftsOf(userId);
  drafts.delete(chatId);
  if (text) drafts.set(chatId, text);
  let characters = [...drafts.values()].reduce((sum, draft) => sum + draft.length, 0);
  for (const [oldest, draft] of drafts) {
    if (drafts.size <= mostDrafts && characters <= mostCharacters) break;
    drafts.delete(oldest);
    characters -= draft.length;
  }
  const kept: Kept = { user: userId, texts: [...drafts] };
  if (drafts.size > 0) sessionStorage.setItem(storedKey, JSON.stringify(kept));
  else sessionStorage.removeItem(storedKey);
}

/** Nobody else finds what somebody began, not even with the browser’s own tools. @param userId Whose may stay, if anybody's may. */
export function forgetDraftsOfOthers(userId: string | undefined): void {
  const kept = stored();
  if (kept && kept.user !== userId) sessionStorage.removeItem(storedKey);
}

function draftsOf(userId: string): Map<string, string> {
  const kept = stored();
  return new Map(kept?.user === userId ? kept.texts : []);
}

function stored(): Kept | null {
  const text = sessionStorage.getItem(storedKey);
  return text === null ? null : (JSON.parse(text) as Kept);
}
