import { Languages } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { speak } from './i18n';
import styles from './LanguagePicker.module.css';
import { languageOf, languages } from './languages';

export function LanguagePicker() {
  const { t, i18n } = useTranslation();
  return (
    <label className={styles.picker}>
      <Languages aria-hidden="true" size={18} />
      <span className="visually-hidden">{t('language')}</span>
      <select value={i18n.language} onChange={(event) => void speak(languageOf(event.target.value).code)}>
        {languages.map((language) => (
          <option key={language.code} value={language.code} lang={language.code}>
            {language.name}
          </option>
        ))}
      </select>
    </label>
  );
}
