/** What modules of the page look for when they are loaded, and Node has not. */
class Drawer {
  private readonly kept = new Map<string, string>();
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem = (key: string, value: string) => void this.kept.set(key, value);
  removeItem = (key: string) => void this.kept.delete(key);
}

Object.assign(globalThis, {
  localStorage: new Drawer(),
  sessionStorage: new Drawer(),
  window: Object.assign(globalThis, { addEventListener: () => {}, location: { origin: 'https://desk.example' }, isSecureContext: false }),
});
