import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '~/ui/Field';
import { BodyField, FooterField } from './BodyField';
import { listOf, most, repeats, type RowDraft } from './build';
import type { FormProps } from './ContentGate';
import { EditableRows } from './EditableRows';
import { FormFrame } from './FormFrame';

const blank: RowDraft = { title: '', description: '' };

/** A text with a menu of up to ten rows behind one button. */
export default function ListForm({ onSend, onClose }: FormProps) {
  const { t } = useTranslation();
  const [body, setBody] = useState('');
  const [label, setLabel] = useState('');
  const [rows, setRows] = useState<readonly RowDraft[]>([blank, blank]);
  const [footer, setFooter] = useState('');
  const fault = repeats(rows.map((row) => row.title)) ? t('content.repeated') : null;
  return (
    <FormFrame title={t('content.list')} fault={fault} onClose={onClose} onSubmit={() => onSend(listOf(body, label, rows, footer))}>
      <BodyField value={body} onChange={setBody} />
      <Field label={t('content.listLabel')} hint={t('content.listLabelHint')}>
        {(ids) => <input {...ids} type="text" dir="auto" required maxLength={most.listLabel} value={label} onChange={(event) => setLabel(event.target.value)} />}
      </Field>
      <EditableRows title={t('content.rows')} rows={rows} onChange={setRows} blank={blank} fewest={1} most={most.rows}>
        {(row, set, place) => (
          <>
            <input
              type="text"
              dir="auto"
              required={place === 1 || row.description !== ''}
              maxLength={most.rowTitle}
              aria-label={t('content.row', { place })}
              placeholder={t('content.row', { place })}
              value={row.title}
              onChange={(event) => set({ ...row, title: event.target.value })}
            />
            <input
              type="text"
              dir="auto"
              maxLength={most.rowDescription}
              aria-label={t('content.rowDescription', { place })}
              placeholder={t('content.description')}
              value={row.description}
              onChange={(event) => set({ ...row, description: event.target.value })}
            />
          </>
        )}
      </EditableRows>
      <FooterField value={footer} onChange={setFooter} />
    </FormFrame>
  );
}
