import { afterEach, expect, it, vi } from 'vitest';
import { loadMissingStyles } from './missingStyles';

afterEach(() => void vi.unstubAllGlobals());

const whole = { cssRules: [] };
const locked = {
  get cssRules(): never {
    throw new DOMException('', 'SecurityError');
  },
};

/** A page with these sheets, and what is asked for anew; each of that comes, or does not. */
function page(sheets: [href: string, sheet: unknown][], outcome: 'load' | 'error' = 'load') {
  const [asked, left]: [string[], string[]] = [[], []];
  const link = (href: string, sheet: unknown) => {
    const heard = new Map<string, () => void>();
    return {
      href,
      sheet,
      cloneNode: () => link(href, null),
      addEventListener: (name: string, listener: () => void) => heard.set(name, listener),
      remove: () => left.push(href),
      after: (next: { come(): void }) => (asked.push(href), next.come()),
      come: () => heard.get(outcome)?.(),
    };
  };
  vi.stubGlobal('document', { querySelectorAll: () => sheets.map(([href, sheet]) => link(href, sheet)) });
  return { asked, left };
}

it('asks anew for what did not come, once', async () => {
  const { asked, left } = page([['whole', whole], ['none', null], ['locked', locked], ['locked', locked], ['mended', locked], ['mended', whole]]);
  await loadMissingStyles();
  expect([asked, left]).toEqual([['none', 'locked'], []]);
});

it('says so where that does not come either, and leaves the page as it was', async () => {
  const { left } = page([['none', null]], 'error');
  await expect(loadMissingStyles()).rejects.toThrow('none did not come.');
  expect(left).toEqual(['none']);
});
