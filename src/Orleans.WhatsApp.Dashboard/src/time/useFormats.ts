import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/api/keys';
import { readConfig } from '~/api/settings';
import { languageOf } from '~/i18n/languages';
import { formatsOf, type Formats } from './formats';

export function useFormats(): Formats {
  const { t, i18n } = useTranslation();
  const zone = useQuery({ queryKey: keys.config, queryFn: readConfig }).data?.time_zone;
  const locale = languageOf(i18n.language).locale;
  return useMemo(() => formatsOf(locale, zone, { today: t('time.today'), yesterday: t('time.yesterday') }), [locale, zone, t]);
}
