import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf } from '~/api/problem';
import type problems from '~/i18n/locales/en/problems.json';

/** Says in the reader's language what the gateway refused, by its stable code. */
export function useProblemText(): (cause: unknown) => string {
  const { t, i18n } = useTranslation();
  return useCallback(
    (cause: unknown) => {
      const code = codeOf(cause);
      return i18n.exists(`problems.${code}`) ? t(`problems.${code as keyof typeof problems}`) : t('problems.refused');
    },
    [t, i18n],
  );
}
