import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { languageOf } from '~/i18n/languages';
import { useConnection } from '~/settings/useConnection';
import { formatsOf } from './formats';
import { FormatsContext } from './useFormats';

/** One set of formats for the whole page: the browser takes longer to make one than to show a bubble with it. */
export function FormatsProvider({ children }: { children: ReactNode }) {
  const { t, i18n } = useTranslation();
  const zone = useConnection().data?.time_zone;
  const locale = languageOf(i18n.language).locale;
  const formats = useMemo(() => formatsOf(locale, zone, { today: t('time.today'), yesterday: t('time.yesterday') }), [locale, zone, t]);
  return <FormatsContext value={formats}>{children}</FormatsContext>;
}
