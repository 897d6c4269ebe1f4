import { LayoutTemplate } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Channel, WhatsAppChat } from '~/api/types';
import { openContentForm } from '~/chats/content/contentForm';
import { useFormats } from '~/time/useFormats';
import { Button } from '~/ui/Button';

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
      {channel?.can.templates && (
        <Button look="primary" icon={<LayoutTemplate size={16} aria-hidden="true" />} onClick={() => openContentForm(chat._id, 'template')}>
          {t('window.sendTemplate')}
        </Button>
      )}
    </>
  );
}
