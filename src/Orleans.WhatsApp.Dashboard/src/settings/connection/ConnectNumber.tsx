import { useTranslation } from 'react-i18next';
import type { ChannelStatus } from '~/api/types';
import { Button } from '~/ui/Button';
import { ProblemLine } from '~/ui/Notice';
import { QrCode } from '~/ui/QrCode';
import section from '../Section.module.css';
import styles from './ConnectionSection.module.css';
import { useConnect } from './useConnect';

/** From nothing to a code to a phone that has scanned it. */
export function ConnectNumber({ status }: { status: ChannelStatus }) {
  const { t } = useTranslation();
  const link = useConnect();
  const code = link.data?.qrcode;
  const isAgain = status === 'needs_reconnect' || status === 'stopped' || status === 'error';
  return (
    <div className={styles.code}>
      {code && (
        <>
          <p>{t('channel.scan')}</p>
          <QrCode text={code} label={t('channel.code')} />
          <p className={section.hint}>{t('channel.codeExpires')}</p>
        </>
      )}
      <ProblemLine cause={link.error} />
      <Button look={code ? 'plain' : 'primary'} isBusy={link.isPending} onClick={() => link.mutate()}>
        {t(code ? 'channel.newCode' : isAgain ? 'channel.reconnect' : 'channel.connect')}
      </Button>
    </div>
  );
}
