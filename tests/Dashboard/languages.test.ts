import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Screen } from './support/Screen';
import { newPhone, stage } from './support/stage';

describe('languages', () => {
  const set = stage();
  const [phone, name] = [newPhone(), 'ليلى حسن'];
  let screen: Screen;

  beforeAll(async () => {
    await set.gateway.configure({ grace_period_seconds: 600 });
    await set.world.write(phone, 'مرحبا, price of (A-12)?', name);
    screen = await Screen.signedIn(set.browser, set.url);
  });
  afterAll(() => screen.leave());

  it('switched to Arabic, the page is Arabic and reads from right to left', async () => {
    await screen.go('/whatsapp?settings=account');
    await screen.page.getByLabel('Language').selectOption('ar');
    await screen.page.getByRole('dialog', { name: 'الإعدادات' }).waitFor();
    expect(await screen.page.locator('html').getAttribute('dir')).toBe('rtl');
    expect(await screen.page.locator('html').getAttribute('lang')).toBe('ar');
    await screen.page.keyboard.press('Escape');
    const [list, main] = [await screen.page.getByRole('navigation').boundingBox(), await screen.page.getByRole('main').boundingBox()];
    expect(list!.x).toBeGreaterThan(main!.x);
  });

  it('phone numbers keep their order, and messages choose their own direction', async () => {
    await screen.row(name).getByRole('link').click();
    const heading = screen.page.getByRole('main').locator('header');
    expect(await heading.locator('bdi[dir=ltr]').textContent()).toContain(phone.slice(1));
    expect(await screen.page.getByRole('log').getByText('مرحبا').getAttribute('dir')).toBe('auto');
  });

  it('the countdown’s words are Arabic, its clock is not turned around', async () => {
    await screen.sees('الكلمة الأولى لفريقك.');
    const face = screen.row(name).getByText(/^\d:\d\d$/);
    expect(await face.getAttribute('dir')).toBe('ltr');
    await screen.button(/\+ دقيقتان/).waitFor();
  });

  it('keys go by their place, whatever letter stands on them', async () => {
    await screen.page.keyboard.press('Slash');
    expect(await screen.page.evaluate(() => document.activeElement?.id)).toBe('chat-search');
  });

  it.each([
    ['tr', 'Ayarlar', 'ltr'],
    ['es', 'Ajustes', 'ltr'],
    ['ru', 'Настройки', 'ltr'],
    ['en', 'Settings', 'ltr'],
  ])('%s is spoken too, and stays after the page is loaded again', async (code, title, direction) => {
    await screen.go('/whatsapp?settings=account');
    await screen.page.getByRole('dialog').locator('select').first().selectOption(code);
    await screen.page.getByRole('dialog', { name: title }).waitFor();
    await screen.page.reload();
    await screen.page.getByRole('dialog', { name: title }).waitFor();
    expect(await screen.page.locator('html').getAttribute('dir')).toBe(direction);
  });

  it('speaks the browser’s language to whoever comes for the first time', async () => {
    const russian = await Screen.open(set.browser, set.url, { locale: 'ru-RU' });
    await russian.go('/');
    await russian.page.getByRole('heading', { name: 'Войти' }).waitFor();
    await russian.leave();
  });
});
