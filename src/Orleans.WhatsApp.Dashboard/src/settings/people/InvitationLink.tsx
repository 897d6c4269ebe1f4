import { useTranslation } from 'react-i18next';
import type { Invited } from '~/api/types';
import { useFormats } from '~/time/useFormats';
import { CopyField } from '../CopyField';
import section from '../Section.module.css';

/** There is no mail server: the admin hands the link over. It is shown this once. */
export function InvitationLink({ invited }: { invited: Invited }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const link = `${window.location.origin}/invitation#${invited.invitation.token}`;
  return (
    <div className={section.line} role="status">
      <CopyField
        label={t('people.link', { name: `\u2068${invited.user.name}\u2069` })}
        hint={t('people.linkHint', { time: formats.moment(invited.invitation.expires_at) })}
        value={link}
      />
    </div>
  );
}
