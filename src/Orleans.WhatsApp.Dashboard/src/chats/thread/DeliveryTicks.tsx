import { Check, CheckCheck, CircleHelp, Clock, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeliveryStatus } from '~/api/types';
import styles from './DeliveryTicks.module.css';

const size = 15;

const signs: Partial<Record<DeliveryStatus, ReactNode>> = {
  queued: <Clock size={size} aria-hidden="true" />,
  accepted: <Check size={size} aria-hidden="true" />,
  delivered: <CheckCheck size={size} aria-hidden="true" />,
  read: <CheckCheck size={size} aria-hidden="true" />,
  failed: <TriangleAlert size={size} aria-hidden="true" />,
  unknown: <CircleHelp size={size} aria-hidden="true" />,
};

/** How far an outgoing message has come; nothing for what was received. */
export function DeliveryTicks({ status }: { status: DeliveryStatus }) {
  const sign = signs[status];
  return sign && <Sign status={status} sign={sign} />;
}

function Sign({ status, sign }: { status: DeliveryStatus; sign: ReactNode }) {
  const { t } = useTranslation();
  const words = t(`delivery.${status as 'queued' | 'accepted' | 'delivered' | 'read' | 'failed' | 'unknown'}`);
  return (
    <span className={`${styles.sign} ${styles[status] ?? ''}`} title={words}>
      {sign}
      <span className="visually-hidden">{words}</span>
    </span>
  );
}
