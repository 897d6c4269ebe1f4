import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { bestLanguage, languageOf, type Language } from './languages';

const storedKey = 'language';

/** Each language is a file of its own; only the one that is spoken is loaded. */
const texts: Record<Language['code'], () => Promise<{ default: object }>> = {
  tr: () => import('./locales/tr'),
  en: () => import('./locales/en'),
  ar: () => import('./locales/ar'),
  es: () => import('./locales/es'),
  ru: () => import('./locales/ru'),
};

export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: {},
    fallbackLng: false,
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    returnNull: false,
    react: { useSuspense: false },
  });
  const stored = localStorage.getItem(storedKey);
  await show(stored ? languageOf(stored) : bestLanguage(navigator.languages));
}

export async function speak(code: Language['code']): Promise<void> {
  localStorage.setItem(storedKey, code);
  await show(languageOf(code));
}

async function show(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language.code, 'translation'))
    i18next.addResourceBundle(language.code, 'translation', (await texts[language.code]()).default);
  await i18next.changeLanguage(language.code);
  document.documentElement.lang = language.code;
  document.documentElement.dir = language.direction;
}
