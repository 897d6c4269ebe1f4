import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Channel } from '~/api/types';
import { useMay } from '~/session/useUser';
import section from '../Section.module.css';
import { ChannelStatusLine } from './ChannelStatusLine';
import styles from './ConnectionSection.module.css';
import { Disconnect } from './Disconnect';
import { LinkNumber } from './LinkNumber';
import { LiveSend } from './LiveSend';
import { WebhookForm } from './WebhookForm';

/** One way to WhatsApp: what it is, how it is, and what an admin can do about it. */
export function ChannelCard({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const isAdmin = useMay('admin');
  const titleId = useId();
  const isConnected = channel.status === 'ok';
  return (
    <section className={styles.card} aria-labelledby={titleId}>
      <header>
        <h3 id={titleId} className={section.heading}>
          {t(`provider.${channel.provider}`)}
        </h3>
        <p className={section.hint}>{t(`channel.about.${channel.provider}`)}</p>
      </header>
      <ChannelStatusLine channel={channel} />
      {isAdmin && !isConnected && <LinkNumber channel={channel} />}
      {isAdmin && channel.account_id !== null && (
        <>
          <LiveSend channel={channel} />
          <WebhookForm channel={channel} />
          <Disconnect provider={channel.provider} />
        </>
      )}
    </section>
  );
}
