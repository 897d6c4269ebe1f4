import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { languageOf } from '~/i18n/languages';
import { useConnection } from '~/settings/useConnection';
import { formatsOf, type Formats } from './formats';

export function useFormats(): Formats {
  const { t, i18n } = useTranslation();
  const zone = useConnection().data?.time_zone;
  const locale = languageOf(i18n.language).locale;
  return useMemo(() => formatsOf(locale, zone, { today: t('time.today'), yesterday: t('time.yesterday') }), [locale, zone, t]);
}
