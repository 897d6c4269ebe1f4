import { useTranslation } from 'react-i18next';
import { signOutEverywhere } from '~/api/auth';
import { LanguagePicker } from '~/i18n/LanguagePicker';
import { signOut } from '~/session/access';
import { ConfirmButton } from '~/ui/ConfirmButton';
import section from '../Section.module.css';
import { PasswordForm } from './PasswordForm';
import { ThemePicker } from './ThemePicker';

/** What concerns only oneself. */
export function AccountSection() {
  const { t } = useTranslation();
  const leave = () => void signOutEverywhere().then(signOut);
  return (
    <div className={section.section}>
      <LanguagePicker />
      <ThemePicker />
      <PasswordForm />
      <div>
        <ConfirmButton label={t('account.signOutEverywhere')} question={t('account.signOutQuestion')} onConfirm={leave} />
      </div>
    </div>
  );
}
