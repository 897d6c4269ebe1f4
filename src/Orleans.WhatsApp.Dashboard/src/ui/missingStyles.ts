/**
 * Asks once more for the style sheets that did not come. The bundler's loader asks for each sheet of a part once; where that failed, the part would come without
 * its look the next time.
 */
export async function loadMissingStyles(): Promise<void> {
  const sheets = [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')].filter(isOurs);
  const come = new Set(sheets.filter(hasCome).map((one) => one.href));
  const missing = new Map(sheets.filter((one) => !come.has(one.href)).map((one) => [one.href, one]));
  await Promise.all([...missing.values()].map(loadAgain));
}

/** Extensions put sheets of their own into the page, and switch some off. */
function isOurs({ href, disabled }: HTMLLinkElement): boolean {
  return !disabled && href.startsWith(`${window.location.origin}/`);
}

/** Browsers give a sheet that did not come either none or one that nobody may look into. */
function hasCome({ sheet }: HTMLLinkElement): boolean {
  try {
    return sheet !== null && sheet.cssRules.length >= 0;
  } catch {
    return false;
  }
}

/** Beside the one that is there: it may only be slow, and somebody waits for it. */
function loadAgain(missing: HTMLLinkElement): Promise<void> {
  const link = missing.cloneNode() as HTMLLinkElement;
  return new Promise((done, fail) => {
    link.addEventListener('load', () => done());
    link.addEventListener('error', () => {
      link.remove();
      fail(new Error(`${link.href} did not come.`));
    });
    missing.after(link);
  });
}
