import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '~/ui/Button';
import { Field } from '~/ui/Field';
import { toast } from '~/ui/toasts';

interface Props {
  label: string;
  hint: string;
  value: string;
}

/** What is handed on elsewhere as it stands here. */
export function CopyField({ label, hint, value }: Props) {
  const { t } = useTranslation();
  const copy = () => navigator.clipboard.writeText(value).then(() => toast(t('people.copied')));
  return (
    <>
      <Field label={label} hint={hint}>
        {(ids) => <input {...ids} type="text" dir="ltr" readOnly value={value} onFocus={(event) => event.target.select()} />}
      </Field>
      {/* Browsers let pages of secure origins alone copy; it can be marked and copied by hand everywhere. */}
      {window.isSecureContext && (
        <Button icon={<Copy size={16} aria-hidden="true" />} onClick={() => void copy()}>
          {t('people.copy')}
        </Button>
      )}
    </>
  );
}
