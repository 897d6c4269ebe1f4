import { useTranslation } from 'react-i18next';
import { QrCode } from '~/ui/QrCode';
import section from '../Section.module.css';

/** What a phone scans to be linked. Some providers give the text, some the picture. */
export function Code({ code }: { code: string }) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t('channel.scan')}</p>
      {code.startsWith('data:image/') ? <img src={code} width="240" height="240" alt={t('channel.code')} /> : <QrCode text={code} label={t('channel.code')} />}
      <p className={section.hint}>{t('channel.codeExpires')}</p>
    </>
  );
}
