import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { OutboxItem } from '~/api/types';
import { knownRemedy } from '~/chats/remedy';
import { ContentView } from '~/chats/thread/ContentView';
import { useContactName } from '~/chats/useContactName';
import { serverNow } from '~/time/serverClock';
import { useFormats } from '~/time/useFormats';
import { Badge, type BadgeLook } from '~/ui/Badge';
import styles from './OutboxPage.module.css';

const looks: Record<OutboxItem['status'], BadgeLook> = { waiting: 'waiting', withheld: 'human', unclear: 'human', failed: 'attention' };

/** One message: to whom, what, how it is, and what can be done. */
export function OutboxRow({ item }: { item: OutboxItem }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const nameOf = useContactName();
  return (
    <li className={styles.row}>
      <p className={styles.head}>
        <Link to={`/whatsapp/${item.chat_id}`}>
          <bdi>{nameOf(item)}</bdi>
        </Link>
        <Badge look={looks[item.status]}>{t(`outbox.status.${item.status}`)}</Badge>
        {item.provider && <span>{t(`provider.${item.provider}`)}</span>}
        <time dateTime={item.at}>{formats.moment(item.at)}</time>
      </p>
      <div className={styles.what}>
        <ContentView written={item} />
      </div>
      <p className={styles.why}>
        {t(`outbox.why.${item.status}`)} {item.status === 'failed' && t(`remedy.${knownRemedy(item.remedy)}`)}{' '}
        {item.not_before && Date.parse(item.not_before) > serverNow() && t('held.until', { time: formats.moment(item.not_before) })}{' '}
        {item.code && (
          <small>
            <bdi dir="ltr">({item.code})</bdi>
          </small>
        )}
      </p>
    </li>
  );
}
