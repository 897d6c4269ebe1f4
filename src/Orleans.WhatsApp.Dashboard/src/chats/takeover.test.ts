import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { forgetTakeover, leadsToComposer, rememberTakeover } from './takeover';

const [body, button, field] = ['body', 'button', 'field'] as unknown as [Element, Element, Element];
const page = { body, activeElement: button as Element | null };

beforeEach(() => {
  vi.stubGlobal('document', page);
  page.activeElement = button;
  forgetTakeover();
});
afterEach(() => void vi.unstubAllGlobals());

it('one that was asked for elsewhere moves no focus', () => {
  expect(leadsToComposer('chat')).toBe(false);
  rememberTakeover('other');
  expect(leadsToComposer('chat')).toBe(false);
});

it('one that was asked for here leads to the composer', () => {
  rememberTakeover('chat');
  expect(leadsToComposer('chat')).toBe(true);
  // The button goes with the AI's word.
  for (const focus of [body, null]) {
    page.activeElement = focus;
    expect(leadsToComposer('chat')).toBe(true);
  }
});

it('whoever has turned to something else stays there', () => {
  rememberTakeover('chat');
  page.activeElement = field;
  expect(leadsToComposer('chat')).toBe(false);
});

it('one that was refused is forgotten', () => {
  rememberTakeover('chat');
  forgetTakeover();
  expect(leadsToComposer('chat')).toBe(false);
});
