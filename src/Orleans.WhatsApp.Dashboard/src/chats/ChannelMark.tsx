import { useTranslation } from 'react-i18next';
import type { Provider } from '~/api/types';
import styles from './ChannelMark.module.css';
import { hasSeveral, useChannels } from './useChannels';

/** By which channel a chat comes, where there are several; as small as it can be read. */
export function ChannelMark({ provider }: { provider: Provider | '' }) {
  const { t } = useTranslation();
  const channels = useChannels();
  if (!provider || !hasSeveral(channels)) return null;
  const words = t('row.channel', { name: t(`provider.${provider}`) });
  return (
    <span className={`${styles.mark} ${styles[provider]}`} title={words}>
      <span aria-hidden="true">{provider[0]!.toUpperCase()}</span>
      <span className="visually-hidden">{words}</span>
    </span>
  );
}
