import { useTranslation } from 'react-i18next';
import type { Channel } from '~/api/types';
import { useChannels } from '~/chats/useChannels';
import { LinkNumber } from '~/settings/connection/LinkNumber';
import styles from './WelcomePage.module.css';

/** Ends by itself: when a number is linked, the connection's event comes, and the next step with it. */
export function ConnectStep() {
  const { t } = useTranslation();
  const [first, ...others] = configuredFirst(useChannels());
  return (
    <div className={styles.content}>
      <h2>{t('welcome.connect')}</h2>
      {first && (
        <>
          <p>{t(first.can.needs_account ? `channel.about.${first.provider}` : 'welcome.connectWords')}</p>
          <LinkNumber channel={first} />
        </>
      )}
      {others.map((channel) => (
        <details key={channel.provider} className={styles.other}>
          <summary>{t('welcome.orBy', { name: t(`provider.${channel.provider}`) })}</summary>
          <LinkNumber channel={channel} />
        </details>
      ))}
    </div>
  );
}

/** What the installation cannot reach yet is no way to begin; else the order is the server's. */
function configuredFirst(channels: readonly Channel[]): readonly Channel[] {
  return channels.toSorted((one, other) => Number(other.is_configured) - Number(one.is_configured));
}
