let asked: { chatId: string; focus: Element | null } | null = null;

/** In the act of taking a chat over here, with what has the focus then. */
export function rememberTakeover(chatId: string): void {
  asked = { chatId, focus: document.activeElement };
}

export function forgetTakeover(): void {
  asked = null;
}

/** Whether the focus may go on to the chat's composer: the takeover was asked for on this page, and whoever did has not turned to something else since. */
export function leadsToComposer(chatId: string): boolean {
  if (asked?.chatId !== chatId) return false;
  const focus = document.activeElement;
  return focus === null || focus === document.body || focus === asked.focus;
}
