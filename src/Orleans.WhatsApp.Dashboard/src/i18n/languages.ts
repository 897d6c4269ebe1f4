export interface Language {
  code: 'tr' | 'en' | 'ar' | 'es' | 'ru';
  /** In its own words. */
  name: string;
  direction: 'ltr' | 'rtl';
  /** For dates and numbers. Arabic with the digits in which phone numbers and countdowns stand beside them. */
  locale: string;
}

export const languages: readonly Language[] = [
  { code: 'tr', name: 'Türkçe', direction: 'ltr', locale: 'tr' },
  { code: 'en', name: 'English', direction: 'ltr', locale: 'en' },
  { code: 'ar', name: 'العربية', direction: 'rtl', locale: 'ar-u-nu-latn' },
  { code: 'es', name: 'Español', direction: 'ltr', locale: 'es' },
  { code: 'ru', name: 'Русский', direction: 'ltr', locale: 'ru' },
];

const english = languages[1]!;

export function languageOf(code: string): Language {
  return languages.find((language) => language.code === code) ?? english;
}

/** The first of the reader's languages that we speak. */
export function bestLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = languages.find((language) => tag.toLowerCase().split('-')[0] === language.code);
    if (found) return found;
  }
  return english;
}
