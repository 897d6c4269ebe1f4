import { CircleCheck, CircleDashed, CircleX, Loader } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Channel } from '~/api/types';
import { useFormats } from '~/time/useFormats';
import { Phone } from '~/ui/Phone';
import section from '../Section.module.css';
import styles from './ConnectionSection.module.css';

/** How the channel is, with its number. */
export function ChannelStatusLine({ channel: { status, phone, account_id: account, linked_at: linkedAt } }: { channel: Channel }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [look, Icon] =
    status === 'ok'
      ? ([styles.good, CircleCheck] as const)
      : status === 'pending' || status === 'connecting'
        ? ([styles.between, Loader] as const)
        : status === 'disconnected'
          ? ([styles.none, CircleDashed] as const)
          : ([styles.bad, CircleX] as const);
  return (
    <div className={`${styles.status} ${look}`} role="status">
      <Icon size={24} aria-hidden="true" />
      <div>
        <p className={styles.words}>{t(`channel.${status}`)}</p>
        {account !== null && (
          <p className={section.hint}>
            {phone ? <Phone number={phone} /> : <bdi dir="ltr">{account}</bdi>}
            {linkedAt && ` · ${t('channel.since', { time: formats.moment(linkedAt) })}`}
          </p>
        )}
      </div>
    </div>
  );
}
