import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { languageOf } from '~/i18n/languages';
import { useConnection } from '~/settings/useConnection';
import { dayKeyIn, formatsOf } from './formats';
import { FormatsContext } from './useFormats';
import { useServerClock } from './useServerNow';

/**
 * One set of formats for the whole page: the browser takes longer to make one than to show a bubble with it. With each day there is another, so that whatever
 * is shown over midnight names its days anew.
 */
export function FormatsProvider({ children }: { children: ReactNode }) {
  const { t, i18n } = useTranslation();
  const zone = useConnection().data?.time_zone;
  const locale = languageOf(i18n.language).locale;
  const dayKey = useMemo(() => dayKeyIn(zone), [zone]);
  const today = useServerClock(dayKey);
  const formats = useMemo(() => formatsOf(locale, zone, { today: t('time.today'), yesterday: t('time.yesterday') }, today), [locale, zone, t, today]);
  return <FormatsContext value={formats}>{children}</FormatsContext>;
}
