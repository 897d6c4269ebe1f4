import { Shared, useShared } from '~/ui/shared';

export type FormKind = 'template' | 'buttons' | 'list' | 'file';

interface OpenForm {
  chatId: string;
  kind: FormKind;
  /** What is to be attached. */
  file: File | null;
}

const opened = new Shared<OpenForm | null>(null);

/** Shows the form with which something else than plain text is written in a chat. */
export function openContentForm(chatId: string, kind: FormKind, file: File | null = null): void {
  opened.set({ chatId, kind, file });
}

export const closeContentForm = () => opened.set(null);

export const useContentForm = () => useShared(opened);
