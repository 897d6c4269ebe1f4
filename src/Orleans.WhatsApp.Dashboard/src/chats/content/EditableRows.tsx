import { Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '~/ui/Button';
import styles from './Forms.module.css';

interface Props<T> {
  title: string;
  rows: readonly T[];
  onChange: (rows: T[]) => void;
  blank: T;
  fewest: number;
  most: number;
  children: (row: T, set: (row: T) => void, place: number) => ReactNode;
}

/** A few of the same, each with its fields; one can be added, and taken away again. */
export function EditableRows<T>({ title, rows, onChange, blank, fewest, most, children }: Props<T>) {
  const { t } = useTranslation();
  return (
    <fieldset className={styles.rows}>
      <legend>{title}</legend>
      {rows.map((row, index) => (
        <div key={index} className={styles.row}>
          <div className={styles.fields}>{children(row, (next) => onChange(rows.with(index, next)), index + 1)}</div>
          {rows.length > fewest && (
            <IconButton label={t('content.removeRow', { place: index + 1 })} onClick={() => onChange(rows.toSpliced(index, 1))}>
              <Trash2 size={16} aria-hidden="true" />
            </IconButton>
          )}
        </div>
      ))}
      {rows.length < most && (
        <Button look="quiet" icon={<Plus size={16} aria-hidden="true" />} onClick={() => onChange([...rows, blank])}>
          {t('action.add')}
        </Button>
      )}
    </fieldset>
  );
}
