import { Clock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { codeOf } from '~/api/problem';
import type { WhatsAppChat } from '~/api/types';
import { TemplateButton } from '~/chats/content/TemplateButton';
import { hasSession, mayWrite } from '~/chats/offers';
import { useChannel } from '~/chats/useChannels';
import { useFormats } from '~/time/useFormats';
import { Button } from '~/ui/Button';
import { useProblemText } from '~/ui/useProblemText';
import { ContentView } from './ContentView';
import maybe from './MaybeSent.module.css';
import bubble from './MessageBubble.module.css';
import type { Outgoing } from './outgoing';
import { sayWhen } from './sayWhen';
import { useCarrier } from './useCarrier';
import { useOutbox } from './useOutbox';

/** What one has written and the server has not taken yet. */
export function OutgoingBubble({ outgoing, chat }: { outgoing: Outgoing; chat: WhatsAppChat }) {
  const { t } = useTranslation();
  const { state } = outgoing;
  return (
    <article className={`${bubble.bubble} ${bubble.human} ${bubble.first} ${state.kind === 'sending' ? bubble.waits : ''}`} aria-busy={state.kind === 'sending'}>
      <ContentView written={outgoing.written} />
      {state.kind === 'sending' ? (
        <p className={bubble.foot}>
          <Clock size={14} aria-hidden="true" />
          {t('delivery.sending')}
        </p>
      ) : (
        <NotTaken outgoing={outgoing} chat={chat} />
      )}
    </article>
  );
}

/** Why it was not taken, and what can be done about it. */
function NotTaken({ outgoing, chat }: { outgoing: Outgoing; chat: WhatsAppChat }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const textOf = useProblemText();
  const carrier = useCarrier();
  const outbox = useOutbox();
  const { state } = outgoing;
  const mayUseTemplate = useChannel(chat.provider)?.can.templates ?? false;
  const moved = state.kind === 'moved' ? state.moved : null;
  const code = state.kind === 'failed' ? codeOf(state.cause) : null;
  // Trying again would be refused again: only another kind of message gets through.
  const isClosed = code === 'window_closed';
  // So it would here, until the contact has written or the chat is taken over.
  const isWordless = code === 'not_in_human_mode' && !mayWrite(chat);
  // What the form makes of an uploaded file is complete, so it is the file itself that is missing.
  const isFileGone = code === 'invalid_content' && outgoing.written.content?.kind === 'media';
  const words = () => {
    if (moved) return `${t(`moved.${moved.by}`, { name: `\u2068${moved.name || t('why.someone')}\u2069`, time: sayWhen(formats, moved.at) })} ${t('moved.notSent')}`;
    if (isFileGone) return t('message.fileGone');
    // The takeover that the refusal advises is not offered without a session.
    if (isWordless && !hasSession(chat)) return t(`composer.${chat.mode === 'closed' ? 'closed' : 'idle'}`);
    return state.kind === 'failed' && textOf(state.cause);
  };
  return (
    <div className={maybe.question} role="alert">
      <p>{words()}</p>
      <div className={maybe.answers}>
        {!isClosed && !isFileGone && !isWordless && (
          <Button onClick={() => void outbox.again(carrier, outgoing, moved?.epoch ?? chat.epoch)}>{t(moved ? 'message.sendAnyway' : 'action.tryAgain')}</Button>
        )}
        {isClosed && mayUseTemplate && <TemplateButton chatId={chat._id} />}
        <Button look="quiet" onClick={() => outbox.discard(outgoing)}>
          {t('message.discard')}
        </Button>
      </div>
    </div>
  );
}
