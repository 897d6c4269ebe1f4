import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './Button';
import { dismiss, useToasts } from './toasts';
import styles from './Toasts.module.css';

export function Toasts() {
  const { t } = useTranslation();
  return (
    <div className={styles.place} role="status" aria-live="polite">
      {useToasts().map(({ id, text, look, action }) => (
        <div key={id} data-toast className={`${styles.toast} ${look === 'problem' ? styles.problem : ''}`}>
          <span className={styles.text}>{text}</span>
          {action && (
            <button
              type="button"
              className={styles.action}
              onClick={() => {
                dismiss(id);
                action.run();
              }}
            >
              {action.label}
            </button>
          )}
          <IconButton label={t('action.dismiss')} onClick={() => dismiss(id)}>
            <X size={16} aria-hidden="true" />
          </IconButton>
        </div>
      ))}
    </div>
  );
}
