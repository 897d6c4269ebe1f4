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
function page(sheets: [href: string, sheet: unknown, disabled?: boolean][], outcome: 'load' | 'error' = 'load') {
  const [asked, left]: [string[], string[]] = [[], []];
  const link = (href: string, sheet: unknown, disabled = false) => {
    const heard = new Map<string, () => void>();
    return {
      href,
      sheet,
      disabled,
      cloneNode: () => link(href, null),
      addEventListener: (name: string, listener: () => void) => heard.set(name, listener),
      remove: () => left.push(href),
      after: (next: { come(): void }) => (asked.push(href), next.come()),
      come: () => heard.get(outcome)?.(),
    };
  };
  vi.stubGlobal('document', { querySelectorAll: () => sheets.map((one) => link(...one)) });
  return { asked, left };
}

const ours = (name: string) => `${window.location.origin}/assets/${name}.css`;

it('asks anew for what did not come, once', async () => {
  const { asked, left } = page([[ours('whole'), whole], [ours('none'), null], [ours('locked'), locked], [ours('locked'), locked], [ours('mended'), locked], [ours('mended'), whole]]);
  await loadMissingStyles();
  expect([asked, left]).toEqual([[ours('none'), ours('locked')], []]);
});

it('says so where that does not come either, and leaves the page as it was', async () => {
  const { left } = page([[ours('none'), null]], 'error');
  await expect(loadMissingStyles()).rejects.toThrow(`${ours('none')} did not come.`);
  expect(left).toEqual([ours('none')]);
});

it('leaves alone what others have put into the page, and what was switched off', async () => {
  const { asked } = page([['chrome-extension://other/look.css', null], [`${window.location.origin}.other.example/look.css`, locked], ['', null], [ours('off'), null, true]], 'error');
  await loadMissingStyles();
  expect(asked).toEqual([]);
});
