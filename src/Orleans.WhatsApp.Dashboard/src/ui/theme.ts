export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const storedKey = 'theme';

export function currentTheme(): Theme {
  const stored = localStorage.getItem(storedKey);
  return themes.find((theme) => theme === stored) ?? 'system';
}

export function startTheme(): void {
  show(currentTheme());
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(storedKey, theme);
  show(theme);
}

function show(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
