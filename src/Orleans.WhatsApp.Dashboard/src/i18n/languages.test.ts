import { expect, it } from 'vitest';
import { bestLanguage } from './languages';

it('speaks the first of the reader’s languages that it knows, whatever the country', () => {
  expect(bestLanguage(['fr-FR', 'es-MX', 'en']).code).toBe('es');
  expect(bestLanguage(['ar-EG']).direction).toBe('rtl');
});

it('speaks English where it knows none', () => expect(bestLanguage(['fr', 'de']).code).toBe('en'));
