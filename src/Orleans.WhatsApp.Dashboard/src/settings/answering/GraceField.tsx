import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '~/time/useFormats';
import { Field } from '~/ui/Field';

/** Seconds; what lies outside is brought in by the gateway, which may be set to other bounds. */
const [shortest, longest] = [1, 1_800];

export function GraceField({ seconds, isDisabled = false }: { seconds: number; isDisabled?: boolean }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [value, setValue] = useState(String(seconds));
  return (
    <Field label={t('answering.grace')} hint={t('answering.graceHint', { duration: formats.duration(Number(value) * 1_000) })}>
      {(ids) => (
        <input {...ids} name="grace" type="number" dir="ltr" required min={shortest} max={longest} value={value} disabled={isDisabled} onChange={(event) => setValue(event.target.value)} />
      )}
    </Field>
  );
}
