import { useCallback } from 'react';
import { useSearchParams } from 'react-router';
import { sections, type Section } from './sections';

const parameter = 'settings';

/** Which part of the settings is open, if one is; it stands in the address, so that it can be linked to. */
export function useSettings() {
  const [search, setSearch] = useSearchParams();
  const section = sections.find(({ name }) => name === search.get(parameter))?.name ?? null;

  const show = useCallback(
    (next: Section | null) =>
      setSearch((known) => {
        const changed = new URLSearchParams(known);
        if (next) changed.set(parameter, next);
        else changed.delete(parameter);
        return changed;
      }),
    [setSearch],
  );

  return { section, open: show, close: () => show(null) };
}
