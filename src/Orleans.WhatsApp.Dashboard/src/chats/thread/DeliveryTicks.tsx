import { Check, CheckCheck, CirclePause, CircleHelp, Clock, Headphones, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeliveryStatus } from '~/api/types';
import styles from './DeliveryTicks.module.css';

const size = 15;

type Told = Exclude<DeliveryStatus, 'received' | 'withdrawn'>;

const signs: Record<Told, ReactNode> = {
  queued: <Clock size={size} aria-hidden="true" />,
  accepted: <Check size={size} aria-hidden="true" />,
  delivered: <CheckCheck size={size} aria-hidden="true" />,
  read: <CheckCheck size={size} aria-hidden="true" />,
  played: (
    <>
      <CheckCheck size={size} aria-hidden="true" />
      <Headphones size={size - 2} aria-hidden="true" />
    </>
  ),
  withheld: <CirclePause size={size} aria-hidden="true" />,
  failed: <TriangleAlert size={size} aria-hidden="true" />,
  unknown: <CircleHelp size={size} aria-hidden="true" />,
};

/** How far an outgoing message has come; nothing for what was received. */
export function DeliveryTicks({ status }: { status: DeliveryStatus }) {
  return status in signs ? <Sign status={status as Told} /> : null;
}

function Sign({ status }: { status: Told }) {
  const { t } = useTranslation();
  const words = t(`delivery.${status}`);
  return (
    <span className={`${styles.sign} ${styles[status] ?? ''}`} title={words}>
      {signs[status]}
      <span className="visually-hidden">{words}</span>
    </span>
  );
}
