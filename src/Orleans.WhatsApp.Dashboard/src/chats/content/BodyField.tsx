import { useTranslation } from 'react-i18next';
import { Field } from '~/ui/Field';
import { most } from './build';
import styles from './Forms.module.css';

interface Props {
  value: string;
  onChange: (value: string) => void;
}

/** The text beside buttons or a list. */
export function BodyField({ value, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Field label={t('content.body')}>
      {(ids) => <textarea {...ids} className={styles.body} dir="auto" rows={3} required maxLength={most.body} value={value} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  );
}

export function FooterField({ value, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Field label={t('content.footer')}>
      {(ids) => <input {...ids} type="text" dir="auto" maxLength={most.footer} value={value} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  );
}
