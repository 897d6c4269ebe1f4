import { SunMoon } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import picker from '~/i18n/LanguagePicker.module.css';
import { chooseTheme, currentTheme, themes, type Theme } from '~/ui/theme';

export function ThemePicker() {
  const { t } = useTranslation();
  const [theme, setTheme] = useState(currentTheme);
  const choose = (next: Theme) => {
    chooseTheme(next);
    setTheme(next);
  };
  return (
    <label className={picker.picker}>
      <SunMoon aria-hidden="true" size={18} />
      <span className="visually-hidden">{t('account.theme')}</span>
      <select value={theme} onChange={(event) => choose(event.target.value as Theme)}>
        {themes.map((one) => (
          <option key={one} value={one}>
            {t(`account.themes.${one}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
