import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languages } from '~/i18n/languages';
import { Field } from '~/ui/Field';
import { languagePattern, most, templateNamePattern, templateOf } from './build';
import type { FormProps } from './ContentGate';
import { EditableRows } from './EditableRows';
import { FormFrame } from './FormFrame';

const languageList = 'template-languages';
/** As many as the provider's own placeholders can be counted by a person. */
const mostParameters = 20;

/** Chooses a text that the provider has approved: the only thing that goes out while the contact's window is closed. */
export default function TemplateForm({ onSend, onClose }: FormProps) {
  const { t, i18n } = useTranslation();
  const [name, setName] = useState('');
  const [language, setLanguage] = useState(i18n.language);
  const [parameters, setParameters] = useState<readonly string[]>([]);
  return (
    <FormFrame title={t('content.template')} hint={t('content.templateHint')} onClose={onClose} onSubmit={() => onSend(templateOf(name, language, parameters))}>
      <Field label={t('content.templateName')} hint={t('content.templateNameHint')}>
        {(ids) => (
          <input {...ids} type="text" dir="ltr" required autoComplete="off" spellCheck={false} pattern={templateNamePattern} maxLength={most.templateName} value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Field label={t('content.templateLanguage')} hint={t('content.templateLanguageHint')}>
        {(ids) => (
          <input {...ids} type="text" dir="ltr" required list={languageList} pattern={languagePattern} value={language} onChange={(event) => setLanguage(event.target.value)} />
        )}
      </Field>
      <datalist id={languageList}>
        {languages.map(({ code, name: own }) => (
          <option key={code} value={code}>
            {own}
          </option>
        ))}
      </datalist>
      <EditableRows title={t('content.parameters')} rows={parameters} onChange={setParameters} blank="" fewest={0} most={mostParameters}>
        {(value, set, place) => (
          <input type="text" dir="auto" required maxLength={most.parameter} aria-label={t('content.parameter', { place })} placeholder={`{{${place}}}`} value={value} onChange={(event) => set(event.target.value)} />
        )}
      </EditableRows>
    </FormFrame>
  );
}
