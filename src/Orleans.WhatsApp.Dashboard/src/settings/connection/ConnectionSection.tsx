import { useTranslation } from 'react-i18next';
import { useChannelList } from '~/chats/useChannels';
import { ErrorState, Loading } from '~/ui/Notice';
import section from '../Section.module.css';
import { ChannelCard } from './ChannelCard';

/** The ways to WhatsApp, side by side: each may have its own number. */
export function ConnectionSection() {
  const { t } = useTranslation();
  const { data, isPending, error, refetch } = useChannelList();
  if (isPending) return <Loading rows={3} />;
  if (!data) return <ErrorState cause={error} onRetry={() => void refetch()} />;
  return (
    <div className={section.section}>
      <p className={section.hint}>{t('channel.hint')}</p>
      {data.map((channel) => (
        <ChannelCard key={channel.provider} channel={channel} />
      ))}
    </div>
  );
}
