import { useTranslation } from 'react-i18next';
import type { Channel } from '~/api/types';
import { Button } from '~/ui/Button';
import { ProblemLine } from '~/ui/Notice';
import section from '../Section.module.css';
import { AccountForm } from './AccountForm';
import { Code } from './Code';
import styles from './ConnectionSection.module.css';
import { useConnect } from './useConnect';

/** From nothing to a number: with a code to scan, with an account that is there already, or with both. */
export function LinkNumber({ channel: { provider, status, can } }: { channel: Channel }) {
  const { t } = useTranslation();
  const link = useConnect(provider);
  const code = link.data?.qrcode;
  const isAgain = status === 'needs_reconnect' || status === 'stopped' || status === 'error';
  return (
    <div className={styles.code}>
      {code && <Code code={code} />}
      <ProblemLine cause={link.error} />
      {can.needs_account ? (
        <AccountForm provider={provider} isBusy={link.isPending} onSubmit={link.mutateAsync} />
      ) : (
        <Button look={code ? 'plain' : 'primary'} isBusy={link.isPending} onClick={() => link.mutate({})}>
          {t(code ? 'channel.newCode' : isAgain ? 'channel.reconnect' : 'channel.connect')}
        </Button>
      )}
      {!code && !can.needs_account && <p className={section.hint}>{t('channel.codeHint')}</p>}
    </div>
  );
}
