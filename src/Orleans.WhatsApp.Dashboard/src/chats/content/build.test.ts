import { describe, expect, it } from 'vitest';
import { buttonsOf, languagePattern, listOf, repeats, templateNamePattern, templateOf } from './build';

it('a template keeps its parameters in their order', () =>
  expect(templateOf(' appointment_reminder ', 'tr', ['Deniz', ' 10:30 '])).toEqual({ kind: 'template', name: 'appointment_reminder', language: 'tr', parameters: ['Deniz', '10:30'] }));

it('buttons that were left empty are none, and each has an id of its own', () =>
  expect(buttonsOf('Come tomorrow?', ['Yes', ' ', 'No'], '')).toEqual({
    kind: 'buttons',
    body: 'Come tomorrow?',
    replies: [
      { id: 'reply-1', title: 'Yes' },
      { id: 'reply-2', title: 'No' },
    ],
  }));

it('a list’s rows have a description only where one was written', () =>
  expect(listOf('Which day?', 'Days', [{ title: 'Monday', description: 'from 9' }, { title: 'Tuesday', description: ' ' }, { title: '', description: 'lost' }], 'Closed at noon')).toEqual({
    kind: 'list',
    body: 'Which day?',
    label: 'Days',
    rows: [
      { id: 'row-1', title: 'Monday', description: 'from 9' },
      { id: 'row-2', title: 'Tuesday' },
    ],
    footer: 'Closed at noon',
  }));

it('two equal titles are seen, two empty ones are not two', () => {
  expect(repeats(['Yes', ' Yes'])).toBe(true);
  expect(repeats(['Yes', 'No', '', ''])).toBe(false);
});

describe('patterns', () => {
  const fits = (pattern: string, text: string) => new RegExp(`^(?:${pattern})$`, 'v').test(text);

  it.each(['hello_world', 'order_2'])('a template may be named %s', (name) => expect(fits(templateNamePattern, name)).toBe(true));
  it.each(['Hello', 'with space', ''])('a template may not be named "%s"', (name) => expect(fits(templateNamePattern, name)).toBe(false));
  it.each(['tr', 'en_US', 'zh_HK', 'fil'])('%s is a language', (code) => expect(fits(languagePattern, code)).toBe(true));
  it.each(['t', 'en-US', 'Turkish'])('%s is none', (code) => expect(fits(languagePattern, code)).toBe(false));
});
