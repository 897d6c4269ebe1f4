const drafts = new Map<string, string>();

const keyOf = (userId: string, chatId: string) => `${userId}/${chatId}`;

/** What a user began in a chat and did not send, for as long as the page is open. */
export const draftOf = (userId: string, chatId: string) => drafts.get(keyOf(userId, chatId)) ?? '';

export function keepDraft(userId: string, chatId: string, text: string): void {
  if (text) drafts.set(keyOf(userId, chatId), text);
  else drafts.delete(keyOf(userId, chatId));
}
