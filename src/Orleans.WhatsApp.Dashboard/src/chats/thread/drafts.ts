const drafts = new Map<string, string>();

/** What was begun in a chat and not sent, for as long as the page is open. */
export const draftOf = (chatId: string) => drafts.get(chatId) ?? '';

export function keepDraft(chatId: string, text: string): void {
  if (text) drafts.set(chatId, text);
  else drafts.delete(chatId);
}
