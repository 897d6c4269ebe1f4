import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Invited } from '~/api/types';
import { useFormats } from '~/time/useFormats';
import { Button } from '~/ui/Button';
import { Field } from '~/ui/Field';
import { toast } from '~/ui/toasts';
import section from '../Section.module.css';

/** There is no mail server: the admin hands the link over. It is shown this once. */
export function InvitationLink({ invited }: { invited: Invited }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const link = `${window.location.origin}/invitation#${invited.invitation.token}`;
  const copy = () => navigator.clipboard.writeText(link).then(() => toast(t('people.copied')));
  return (
    <div className={section.line} role="status">
      <Field label={t('people.link', { name: `\u2068${invited.user.name}\u2069` })} hint={t('people.linkHint', { time: formats.moment(invited.invitation.expires_at) })}>
        {(ids) => <input {...ids} type="text" dir="ltr" readOnly value={link} onFocus={(event) => event.target.select()} />}
      </Field>
      {/* Browsers let pages of secure origins alone copy; the link can be marked and copied by hand everywhere. */}
      {window.isSecureContext && (
        <Button icon={<Copy size={16} aria-hidden="true" />} onClick={() => void copy()}>
          {t('people.copy')}
        </Button>
      )}
    </div>
  );
}
