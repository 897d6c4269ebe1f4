import { Hand, SendHorizontal } from 'lucide-react';
import { useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Abilities, WhatsAppChat } from '~/api/types';
import { TemplateButton } from '~/chats/content/TemplateButton';
import { hasSession, mayBegin, mayWrite, offersOf } from '~/chats/offers';
import { useChatActions } from '~/chats/useChatActions';
import { useChannel } from '~/chats/useChannels';
import { ClosedWindow } from '~/chats/window/ClosedWindow';
import { useIsWindowClosed, useReplyWindow } from '~/chats/window/useReplyWindow';
import { isComposing } from '~/keyboard/keyPress';
import { useIsTouched } from '~/keyboard/useIsTouched';
import { useMay, useUser } from '~/session/useUser';
import { clockFace } from '~/time/countdown';
import { useFormats } from '~/time/useFormats';
import { Button, IconButton } from '~/ui/Button';
import { AddMenu } from './AddMenu';
import styles from './Composer.module.css';
import { composerId } from './composerId';
import { draftOf, keepDraft } from './drafts';
import { ReadOnlyDraft } from './ReadOnlyDraft';
import { sayWhen } from './sayWhen';
import { isSendKey } from './sendKey';
import { useCarrier } from './useCarrier';
import { useFocusWhenTaken } from './useFocusWhenTaken';
import { useOutbox } from './useOutbox';

/** The gateway's most. */
const mostCharacters = 65_536;

interface Props {
  chat: WhatsAppChat;
  onTyping: () => void;
}

/** Where a person writes, while people have the word; else it says who has it and how to take it. */
export function Composer({ chat, onTyping }: Props) {
  const { t } = useTranslation();
  const mayAct = useMay('manager');
  const { act, pending } = useChatActions(chat);
  const channel = useChannel(chat.provider);
  const isWindowClosed = useIsWindowClosed(chat);
  const mayUseTemplate = mayBegin(chat) && channel?.can.templates;
  useFocusWhenTaken(chat);

  if (mayAct && isWindowClosed && (mayWrite(chat) || (mayBegin(chat) && chat.mode !== 'closed')))
    return (
      <>
        <ReadOnlyDraft chatId={chat._id} />
        <div className={styles.banner} role="status">
          <ClosedWindow chat={chat} channel={channel} />
        </div>
      </>
    );
  if (mayAct && mayWrite(chat)) return <Writing chat={chat} onTyping={onTyping} can={channel?.can} />;
  return (
    <>
      <ReadOnlyDraft chatId={chat._id} />
      <div className={styles.banner}>
        <p>{t(mayAct ? `composer.${whoHasTheWord(chat)}` : 'composer.readOnly')}</p>
        {mayAct && offersOf(chat).includes('takeOver') && (
          <Button icon={<Hand size={16} aria-hidden="true" />} isBusy={pending === 'takeOver'} onClick={() => act('takeOver')}>
            {t('action.takeOver')}
          </Button>
        )}
        {mayAct && mayUseTemplate && <TemplateButton chatId={chat._id} />}
      </div>
    </>
  );
}

/** Without a session nobody has it, and the chat cannot be taken over: the contact writes next. */
function whoHasTheWord(chat: WhatsAppChat): 'closed' | 'idle' | 'ai' {
  if (chat.mode === 'closed') return 'closed';
  return hasSession(chat) ? 'ai' : 'idle';
}

interface WritingProps extends Props {
  can: Abilities | undefined;
}

function Writing({ chat, onTyping, can }: WritingProps) {
  const { t } = useTranslation();
  const user = useUser();
  const carrier = useCarrier();
  const outbox = useOutbox();
  const [text, setText] = useState(() => draftOf(user._id, chat._id));
  const field = useRef<HTMLTextAreaElement>(null);
  const isTouched = useIsTouched();
  const holder = chat.taken_over_by && chat.taken_over_by._id !== user._id ? chat.taken_over_by.name : null;

  useLayoutEffect(() => {
    // As high as what is written, up to the limit that the style sets.
    if (!field.current) return;
    field.current.style.blockSize = 'auto';
    field.current.style.blockSize = `${field.current.scrollHeight + 2}px`;
  }, [text]);

  const write = (next: string) => {
    setText(next);
    keepDraft(user._id, chat._id, next);
  };

  const submit = () => {
    if (text.trim() === '') return;
    void outbox.send(carrier, chat._id, { text }, chat.epoch);
    write('');
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // Commands are for whoever has left the field.
    if (event.key === 'Escape' && !isComposing(event.nativeEvent)) event.currentTarget.blur();
    if (!isSendKey(event.nativeEvent, isTouched)) return;
    event.preventDefault();
    submit();
  };

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {(holder ?? chat.session_status === 'waiting') && (
        <p className={styles.note}>{holder ? t('composer.held', { name: `\u2068${holder}\u2069` }) : t('composer.waiting')}</p>
      )}
      <TimeLeft chat={chat} />
      <div className={styles.line}>
        {can && <AddMenu chatId={chat._id} can={can} />}
        <textarea
          id={composerId}
          ref={field}
          className={styles.field}
          dir="auto"
          rows={1}
          maxLength={mostCharacters}
          value={text}
          placeholder={t('composer.placeholder')}
          aria-label={t('composer.placeholder')}
          enterKeyHint={isTouched ? 'enter' : 'send'}
          onChange={(event) => {
            write(event.target.value);
            if (event.target.value) onTyping();
          }}
          onKeyDown={onKeyDown}
        />
        <IconButton type="submit" label={t('composer.send')} className={styles.send ?? ''} disabled={text.trim() === ''}>
          <SendHorizontal size={20} className="mirrored" aria-hidden="true" />
        </IconButton>
      </div>
    </form>
  );
}

/** Each second only where one should hurry. */
function TimeLeft({ chat }: { chat: WhatsAppChat }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const window = useReplyWindow(chat);
  if (window.kind !== 'open') return null;
  if (!window.isSoon) return <p className={styles.note}>{t('window.until', { time: sayWhen(formats, window.closesAt) })}</p>;
  return (
    <p className={styles.hurry}>
      {t('window.left')} <bdi dir="ltr">{clockFace(window.seconds)}</bdi>
    </p>
  );
}
