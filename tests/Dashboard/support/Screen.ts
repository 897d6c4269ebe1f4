import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
import { admin } from './Silo';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
/** How long a person may wait for what must come; a machine under load is slow. */
const patience = 20_000;

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args, headless: true });
}

/** A person in front of the dashboard. */
export class Screen {
  /** What the page complained about; a page that works complains of nothing. */
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly url: string,
  ) {
    page.setDefaultTimeout(patience);
    page.on('pageerror', (cause) => this.complaints.push(String(cause)));
    page.on('console', (line) => line.type() === 'error' && this.complaints.push(line.text()));
  }

  static async open(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Screen> {
    const context = await browser.newContext({ locale: 'en', viewport: { width: 1280, height: 800 }, ...options });
    return new Screen(await context.newPage(), url);
  }

  static async signedIn(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Screen> {
    const screen = await Screen.open(browser, url, options);
    await screen.signIn(admin);
    return screen;
  }

  /** Another tab of the same browser. */
  async anotherTab(): Promise<Screen> {
    return new Screen(await this.page.context().newPage(), this.url);
  }

  async signIn({ email, password }: { email: string; password: string }): Promise<void> {
    await this.go('/');
    await this.page.locator('input[type=email]').fill(email);
    await this.page.locator('input[type=password]').fill(password);
    await this.page.locator('button[type=submit]').click();
    await this.page.locator('nav').first().waitFor();
  }

  go(path: string): Promise<unknown> {
    return this.page.goto(this.url + path);
  }

  /** The row of a contact in the list. */
  row(name: string): Locator {
    return this.page.getByRole('navigation').getByRole('listitem').filter({ hasText: name });
  }

  async choose(name: string): Promise<void> {
    await this.row(name).getByRole('link').click();
    await this.page.getByRole('heading', { name, level: 2 }).waitFor();
  }

  get messages(): Locator {
    return this.page.getByRole('main').getByRole('log');
  }

  bubble(text: string): Locator {
    return this.messages.getByRole('article').filter({ hasText: text });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  async seesNot(locator: Locator): Promise<void> {
    await locator.waitFor({ state: 'hidden' });
  }

  async write(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Write a message' }).fill(text);
    await this.page.keyboard.press('Enter');
  }

  async leave(): Promise<void> {
    await this.page.context().close();
  }
}

/** Waits for a fact that no locator can express; says what was seen if it never comes true. */
export async function until<T>(look: () => Promise<T>, isTrue: (seen: T) => boolean): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const seen = await look();
    if (isTrue(seen)) return seen;
    if (Date.now() > end) throw new Error(`It never came true. Last seen: ${JSON.stringify(seen)}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}
