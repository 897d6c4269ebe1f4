import type { ComponentProps, ReactNode } from 'react';
import styles from './Button.module.css';

interface ButtonProps extends ComponentProps<'button'> {
  look?: 'primary' | 'plain' | 'danger' | 'quiet';
  icon?: ReactNode;
  isBusy?: boolean;
}

export function Button({ look = 'plain', icon, isBusy = false, className = '', children, disabled, ...rest }: ButtonProps) {
  return (
    <button type="button" className={`${styles.button} ${styles[look]} ${className}`} disabled={disabled === true || isBusy} aria-busy={isBusy} {...rest}>
      {icon}
      {children}
    </button>
  );
}

interface IconButtonProps extends ComponentProps<'button'> {
  /** Says what it does; shown as a tooltip too. */
  label: string;
}

export function IconButton({ label, className = '', children, ...rest }: IconButtonProps) {
  return (
    <button type="button" className={`${styles.icon} ${className}`} aria-label={label} title={label} {...rest}>
      {children}
    </button>
  );
}
