import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BodyField, FooterField } from './BodyField';
import { buttonsOf, most, repeats } from './build';
import type { FormProps } from './ContentGate';
import { EditableRows } from './EditableRows';
import { FormFrame } from './FormFrame';

/** A text with up to three answers to tap. */
export default function ButtonsForm({ onSend, onClose }: FormProps) {
  const { t } = useTranslation();
  const [body, setBody] = useState('');
  const [titles, setTitles] = useState<readonly string[]>(['', '']);
  const [footer, setFooter] = useState('');
  return (
    <FormFrame title={t('content.buttons')} fault={repeats(titles) ? t('content.repeated') : null} onClose={onClose} onSubmit={() => onSend(buttonsOf(body, titles, footer))}>
      <BodyField value={body} onChange={setBody} />
      <EditableRows title={t('content.replies')} rows={titles} onChange={setTitles} blank="" fewest={1} most={most.buttons}>
        {(value, set, place) => (
          <input type="text" dir="auto" required={place === 1} maxLength={most.buttonTitle} aria-label={t('content.reply', { place })} value={value} onChange={(event) => set(event.target.value)} />
        )}
      </EditableRows>
      <FooterField value={footer} onChange={setFooter} />
    </FormFrame>
  );
}
