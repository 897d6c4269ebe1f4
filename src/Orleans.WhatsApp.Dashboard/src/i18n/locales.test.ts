import { describe, expect, it } from 'vitest';
import { languages } from './languages';
import ar from './locales/ar';
import en from './locales/en';
import es from './locales/es';
import ru from './locales/ru';
import tr from './locales/tr';

const texts: Record<string, object> = { tr, en, ar, es, ru };
const plural = /_(zero|one|two|few|many|other)$/;

function flat(tree: object, path = ''): Map<string, string> {
  return new Map(Object.entries(tree).flatMap(([name, value]) => (typeof value === 'string' ? [[path + name, value] as const] : [...flat(value as object, `${path}${name}.`)])));
}

const placeholders = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name!);
const names = (tree: object) => [...new Set([...flat(tree).keys()].map((key) => key.replace(plural, '')))].sort();
const plurals = (tree: object) => [...new Set([...flat(tree).keys()].filter((key) => plural.test(key)).map((key) => key.replace(plural, '')))];

describe.each(languages.map((language) => language.code))('%s', (code) => {
  const own = flat(texts[code]!);

  it('says everything that English says, and nothing else', () => expect(names(texts[code]!)).toEqual(names(en)));

  it('has every plural form of its own, and no other', () => {
    const forms = new Intl.PluralRules(code).resolvedOptions().pluralCategories.toSorted();
    for (const key of plurals(en)) expect([...own.keys()].filter((one) => one.replace(plural, '') === key && plural.test(one)).map((one) => plural.exec(one)![1]).sort(), key).toEqual(forms);
  });

  it('leaves no text empty and names what English names', () => {
    const english = flat(en);
    for (const [key, text] of own) {
      expect(text.trim(), key).not.toBe('');
      const meant = english.get(key) ?? english.get(key.replace(plural, '_other'))!;
      // A form for exactly one or two may say the number in words.
      const missing = placeholders(meant).filter((name) => name !== 'count' && !placeholders(text).includes(name));
      expect(missing.filter((name) => !(name === 'names' && key.endsWith('_zero'))), key).toEqual([]);
      expect(placeholders(text).filter((name) => !placeholders(meant).includes(name)), key).toEqual([]);
    }
  });
});

it('is translated: no language repeats the English sentences', () => {
  const english = flat(en);
  for (const code of ['tr', 'ar', 'es', 'ru']) {
    const same = [...flat(texts[code]!)].filter(([key, text]) => english.get(key) === text && text.includes(' '));
    expect(same, code).toEqual([]);
  }
});
