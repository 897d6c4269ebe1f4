import { SendHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '~/ui/Button';
import { Modal } from '~/ui/Modal';
import styles from './Forms.module.css';

interface Props {
  title: string;
  hint?: string;
  /** Why it cannot be sent as it is. */
  fault?: string | null;
  isBusy?: boolean;
  isFilled?: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** What all forms of the composer have around them. */
export function FormFrame({ title, hint, fault, isBusy = false, isFilled = false, onSubmit, onClose, children }: Props) {
  const { t } = useTranslation();
  return (
    <Modal title={title} isFilled={isFilled} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!fault) onSubmit();
        }}
      >
        {hint && <p className={styles.hint}>{hint}</p>}
        {children}
        <div role="alert">{fault && <p className={styles.fault}>{fault}</p>}</div>
        <div className={styles.buttons}>
          <Button look="quiet" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" look="primary" isBusy={isBusy} icon={<SendHorizontal size={16} className="mirrored" aria-hidden="true" />}>
            {t('composer.send')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
