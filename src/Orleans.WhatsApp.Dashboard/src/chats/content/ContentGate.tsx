import { useEffect, useRef } from 'react';
import type { MessageContent } from '~/api/content';
import type { WhatsAppChat } from '~/api/types';
import { useCarrier } from '~/chats/thread/useCarrier';
import { useOutbox } from '~/chats/thread/useOutbox';
import { lazyPart } from '~/ui/lazyPart';
import { Part } from '~/ui/Part';
import { closeContentForm, openContentForm, useContentForm } from './contentForm';

const TemplateForm = lazyPart(() => import('./TemplateForm'));
const ButtonsForm = lazyPart(() => import('./ButtonsForm'));
const ListForm = lazyPart(() => import('./ListForm'));
const FileForm = lazyPart(() => import('./FileForm'));

export interface FormProps {
  onSend: (content: MessageContent) => void;
  onClose: () => void;
}

/** Loads the form that was asked for, and sends what it makes like any other message. */
export function ContentGate({ chat }: { chat: WhatsAppChat }) {
  const form = useContentForm();
  const carrier = useCarrier();
  const outbox = useOutbox();
  const isHere = useRef(false);
  useEffect(() => {
    isHere.current = true;
    return () => {
      // Whoever leaves the chat has left the form, and the file in it: it does not wait there for the next one who signs in.
      isHere.current = false;
      closeContentForm();
    };
  }, []);
  if (form?.chatId !== chat._id) return null;

  const props: FormProps = {
    onClose: closeContentForm,
    onSend: (content) => {
      void outbox.send(carrier, chat._id, { content }, chat.epoch);
      // Only now: what could not be queued is still in its form.
      closeContentForm();
    },
  };
  // With the file that was chosen.
  const reopen = () => isHere.current && openContentForm(form.chatId, form.kind, form.file);
  return (
    <Part key={form.kind} onClose={closeContentForm} onOpen={reopen}>
      {form.kind === 'template' && <TemplateForm {...props} />}
      {form.kind === 'buttons' && <ButtonsForm {...props} />}
      {form.kind === 'list' && <ListForm {...props} />}
      {form.kind === 'file' && form.file && <FileForm {...props} chatId={chat._id} file={form.file} />}
    </Part>
  );
}
