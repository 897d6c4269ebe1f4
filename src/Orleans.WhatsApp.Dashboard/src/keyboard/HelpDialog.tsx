import { useTranslation } from 'react-i18next';
import { Modal } from '~/ui/Modal';
import { commandKeys, type CommandName } from './commands';
import styles from './HelpDialog.module.css';
import { faceOf } from './keyPress';

export default function HelpDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal title={t('help.title')} onClose={onClose}>
      <dl className={styles.keys}>
        {(Object.keys(commandKeys) as CommandName[]).map((name) => (
          <div key={name} className={styles.row}>
            <dt>{t(`command.${name}`)}</dt>
            <dd dir="ltr">
              {faceOf(commandKeys[name]).map((face) => (
                <kbd key={face}>{face}</kbd>
              ))}
            </dd>
          </div>
        ))}
        <div className={styles.row}>
          <dt>{t('help.send')}</dt>
          <dd dir="ltr">
            <kbd>Ctrl</kbd>
            <kbd>Enter</kbd>
          </dd>
        </div>
      </dl>
      <p className={styles.hint}>{t('help.hint')}</p>
    </Modal>
  );
}
