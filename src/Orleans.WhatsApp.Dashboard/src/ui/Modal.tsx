import * as Dialog from '@radix-ui/react-dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './Button';
import styles from './Modal.module.css';
import { useTyped } from './useTyped';

interface Props {
  title: string;
  onClose: () => void;
  size?: 'small' | 'large';
  /** There is something to lose beside what is typed. */
  isFilled?: boolean;
  children: ReactNode;
}

/** What was just done in a dialog is undone beside it, and the dialog stays. The toast may be gone by now, so it is asked itself and not its place. */
function isOnToast({ target }: Event): boolean {
  return target instanceof Element && target.closest('[data-toast]') !== null;
}

/** A dialog over the page: it takes the focus, keeps it, and gives it back. Escape closes it, and so does a click beside it unless that would cost what was typed. */
export function Modal({ title, onClose, size = 'small', isFilled = false, children }: Props) {
  const { t } = useTranslation();
  const typed = useTyped();
  const stay = (event: Event) => {
    if (isFilled || isOnToast(event) || typed.isStanding()) event.preventDefault();
  };

  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content className={`${styles.content} ${styles[size]}`} aria-describedby={undefined} onInteractOutside={stay} onFocus={typed.onFocus}>
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
