import * as Dropdown from '@radix-ui/react-dropdown-menu';
import type { ReactNode } from 'react';
import styles from './Menu.module.css';

/** @param trigger A button. */
export function Menu({ trigger, children }: { trigger: ReactNode; children: ReactNode }) {
  return (
    <Dropdown.Root modal={false}>
      <Dropdown.Trigger asChild>{trigger}</Dropdown.Trigger>
      <Dropdown.Portal>
        <Dropdown.Content className={styles.menu} align="end" sideOffset={4} collisionPadding={8}>
          {children}
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  );
}

interface ItemProps {
  icon?: ReactNode;
  hint?: string;
  isDanger?: boolean;
  isDisabled?: boolean;
  onSelect: () => void;
  children: ReactNode;
}

export function MenuItem({ icon, hint, isDanger = false, isDisabled = false, onSelect, children }: ItemProps) {
  return (
    <Dropdown.Item className={`${styles.item} ${isDanger ? styles.danger : ''}`} disabled={isDisabled} onSelect={onSelect}>
      {icon}
      <span className={styles.words}>
        {children}
        {hint && <small className={styles.hint}>{hint}</small>}
      </span>
    </Dropdown.Item>
  );
}

export function MenuLine() {
  return <Dropdown.Separator className={styles.line} />;
}
