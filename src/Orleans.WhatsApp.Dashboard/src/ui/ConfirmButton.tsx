import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button';
import styles from './ConfirmButton.module.css';

interface Props {
  label: string;
  /** What is asked before it is done. */
  question: string;
  isBusy?: boolean;
  onConfirm: () => void;
}

/** For what cannot be taken back: asks once, in place. */
export function ConfirmButton({ label, question, isBusy = false, onConfirm }: Props) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  if (!isAsking)
    return (
      <Button look="danger" isBusy={isBusy} onClick={() => setAsking(true)}>
        {label}
      </Button>
    );
  return (
    <span className={styles.question} role="group" aria-label={question}>
      <span>{question}</span>
      <Button
        look="danger"
        autoFocus
        onClick={() => {
          setAsking(false);
          onConfirm();
        }}
      >
        {label}
      </Button>
      <Button look="quiet" onClick={() => setAsking(false)}>
        {t('action.cancel')}
      </Button>
    </span>
  );
}
