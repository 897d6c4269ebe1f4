import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, CircleX, Loader } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/api/keys';
import { disconnect } from '~/api/settings';
import type { Connection } from '~/api/types';
import { useMay } from '~/session/useUser';
import { useFormats } from '~/time/useFormats';
import { ConfirmButton } from '~/ui/ConfirmButton';
import { ErrorState, Loading, ProblemLine } from '~/ui/Notice';
import { Phone } from '~/ui/Phone';
import section from '../Section.module.css';
import { useConnection } from '../useConnection';
import styles from './ConnectionSection.module.css';
import { ConnectNumber } from './ConnectNumber';
import { WebhookForm } from './WebhookForm';

/** The tenant's WhatsApp number. */
export function ConnectionSection() {
  const { data, isPending, error, refetch } = useConnection();
  const isAdmin = useMay('admin');
  if (isPending) return <Loading rows={3} />;
  if (!data) return <ErrorState cause={error} onRetry={() => void refetch()} />;
  return (
    <div className={section.section}>
      <Status connection={data} />
      {isAdmin && (data.connected ? <Connected /> : <ConnectNumber status={data.status} />)}
    </div>
  );
}

function Status({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [look, Icon] = connection.connected
    ? ([styles.good, CircleCheck] as const)
    : connection.status === 'pending' || connection.status === 'connecting'
      ? ([styles.between, Loader] as const)
      : ([styles.bad, CircleX] as const);
  return (
    <div className={`${styles.status} ${look}`} role="status">
      <Icon size={24} aria-hidden="true" />
      <div>
        <p className={styles.words}>{t(`channel.${connection.status}`)}</p>
        <p className={section.hint}>
          {connection.phone && <Phone number={connection.phone} />}
          {connection.connected_at && ` · ${t('channel.since', { time: formats.moment(connection.connected_at) })}`}
        </p>
      </div>
    </div>
  );
}

function Connected() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const away = useMutation({ mutationFn: disconnect, onSuccess: (connection) => queries.setQueryData(keys.connection, connection) });
  return (
    <>
      <WebhookForm />
      <ProblemLine cause={away.error} />
      <div>
        <ConfirmButton label={t('channel.disconnect')} question={t('channel.disconnectQuestion')} isBusy={away.isPending} onConfirm={() => away.mutate()} />
      </div>
    </>
  );
}
