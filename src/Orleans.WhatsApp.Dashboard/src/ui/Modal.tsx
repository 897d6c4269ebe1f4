import * as Dialog from '@radix-ui/react-dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './Button';
import styles from './Modal.module.css';

interface Props {
  title: string;
  onClose: () => void;
  size?: 'small' | 'large';
  children: ReactNode;
}

/** What was just done in a dialog is undone beside it, and the dialog stays. The toast may be gone by now, so it is asked itself and not its place. */
function leaveToasts(event: Event): void {
  if (event.target instanceof Element && event.target.closest('[data-toast]')) event.preventDefault();
}

/** A dialog over the page: it takes the focus, keeps it, and gives it back. Escape and a click beside it close it. */
export function Modal({ title, onClose, size = 'small', children }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content className={`${styles.content} ${styles[size]}`} aria-describedby={undefined} onInteractOutside={leaveToasts}>
          <header className={styles.header}>
            <Dialog.Title className={styles.title}>{title}</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton label={t('action.close')}>
                <X size={20} aria-hidden="true" />
              </IconButton>
            </Dialog.Close>
          </header>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
