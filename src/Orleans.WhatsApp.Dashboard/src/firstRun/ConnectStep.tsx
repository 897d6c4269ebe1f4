import { useTranslation } from 'react-i18next';
import { useChannels } from '~/chats/useChannels';
import { LinkNumber } from '~/settings/connection/LinkNumber';
import styles from './WelcomePage.module.css';

/** Ends by itself: when a number is linked, the connection's event comes, and the next step with it. */
export function ConnectStep() {
  const { t } = useTranslation();
  const channels = useChannels();
  return (
    <div className={styles.content}>
      <h2>{t('welcome.connect')}</h2>
      <p>{t('welcome.connectWords')}</p>
      {channels.map((channel) =>
        channel.can.needs_account ? (
          <details key={channel.provider} className={styles.other}>
            <summary>{t('welcome.orBy', { name: t(`provider.${channel.provider}`) })}</summary>
            <LinkNumber channel={channel} />
          </details>
        ) : (
          <LinkNumber key={channel.provider} channel={channel} />
        ),
      )}
    </div>
  );
}
