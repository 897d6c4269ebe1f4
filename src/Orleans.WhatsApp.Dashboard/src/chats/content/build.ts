import type { ButtonsContent, ListContent, TemplateContent } from '~/api/content';

/** Characters and pieces that WhatsApp takes. */
export const most = {
  body: 1_024,
  footer: 60,
  buttons: 3,
  buttonTitle: 20,
  listLabel: 20,
  rows: 10,
  rowTitle: 24,
  rowDescription: 72,
  templateName: 512,
  parameter: 1_024,
  caption: 1_024,
} as const;

/** What the gateway takes as a template's name and language, for an input's `pattern`. */
export const templateNamePattern = '[a-z0-9_]+';
export const languagePattern = '[A-Za-z]{2,3}(_[A-Za-z0-9]{2,11})?';

export interface RowDraft {
  title: string;
  description: string;
}

export function templateOf(name: string, language: string, parameters: readonly string[]): TemplateContent {
  return { kind: 'template', name: name.trim(), language: language.trim(), parameters: parameters.map((one) => one.trim()) };
}

/** Buttons that were left empty are none. */
export function buttonsOf(body: string, titles: readonly string[], footer: string): ButtonsContent {
  const replies = written(titles).map((title, index) => ({ id: `reply-${index + 1}`, title }));
  return { kind: 'buttons', body: body.trim(), replies, ...withFooter(footer) };
}

export function listOf(body: string, label: string, drafts: readonly RowDraft[], footer: string): ListContent {
  const rows = drafts
    .map(({ title, description }) => ({ title: title.trim(), description: description.trim() }))
    .filter(({ title }) => title !== '')
    .map(({ title, description }, index) => ({ id: `row-${index + 1}`, title, ...(description && { description }) }));
  return { kind: 'list', body: body.trim(), label: label.trim(), rows, ...withFooter(footer) };
}

/** Two answers that look alike cannot be told apart, by the contact or by us. */
export function repeats(titles: readonly string[]): boolean {
  const known = written(titles);
  return new Set(known).size < known.length;
}

const written = (texts: readonly string[]) => texts.map((text) => text.trim()).filter((text) => text !== '');

const withFooter = (footer: string) => (footer.trim() ? { footer: footer.trim() } : {});
