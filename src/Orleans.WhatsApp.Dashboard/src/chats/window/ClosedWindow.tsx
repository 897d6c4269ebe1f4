import { useTranslation } from 'react-i18next';
import type { Channel, WhatsAppChat } from '~/api/types';
import { TemplateButton } from '~/chats/content/TemplateButton';
import { useFormats } from '~/time/useFormats';

/** Stands in the composer's place when free text would be refused. */
export function ClosedWindow({ chat, channel }: { chat: WhatsAppChat; channel: Channel | undefined }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const seconds = channel?.can.window_seconds;
  return (
    <>
      <p>
        {t('window.closed')} {seconds && t('window.closedBecause', { duration: formats.duration(seconds * 1_000) })}
      </p>
      {channel?.can.templates && <TemplateButton chatId={chat._id} look="primary" />}
    </>
  );
}
