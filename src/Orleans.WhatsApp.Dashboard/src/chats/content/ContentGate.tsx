import { lazy, Suspense, useEffect } from 'react';
import type { MessageContent } from '~/api/content';
import type { WhatsAppChat } from '~/api/types';
import { useCarrier } from '~/chats/thread/useCarrier';
import { useOutbox } from '~/chats/thread/useOutbox';
import { closeContentForm, useContentForm } from './contentForm';

const TemplateForm = lazy(() => import('./TemplateForm'));
const ButtonsForm = lazy(() => import('./ButtonsForm'));
const ListForm = lazy(() => import('./ListForm'));
const FileForm = lazy(() => import('./FileForm'));

export interface FormProps {
  onSend: (content: MessageContent) => void;
  onClose: () => void;
}

/** Loads the form that was asked for, and sends what it makes like any other message. */
export function ContentGate({ chat }: { chat: WhatsAppChat }) {
  const form = useContentForm();
  const carrier = useCarrier();
  const outbox = useOutbox();
  // Whoever leaves the chat has left the form, and the file in it: it does not wait there for the next one who signs in.
  useEffect(() => closeContentForm, []);
  if (form?.chatId !== chat._id) return null;

  const props: FormProps = {
    onClose: closeContentForm,
    onSend: (content) => {
      closeContentForm();
      void outbox.send(carrier, chat._id, { content }, chat.epoch);
    },
  };
  return (
    <Suspense>
      {form.kind === 'template' && <TemplateForm {...props} />}
      {form.kind === 'buttons' && <ButtonsForm {...props} />}
      {form.kind === 'list' && <ListForm {...props} />}
      {form.kind === 'file' && form.file && <FileForm {...props} chatId={chat._id} file={form.file} />}
    </Suspense>
  );
}
