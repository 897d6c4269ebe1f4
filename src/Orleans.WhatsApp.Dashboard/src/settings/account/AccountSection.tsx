import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { signOutEverywhere } from '~/api/auth';
import { LanguagePicker } from '~/i18n/LanguagePicker';
import { signOut } from '~/session/access';
import { ConfirmButton } from '~/ui/ConfirmButton';
import { ProblemLine } from '~/ui/Notice';
import section from '../Section.module.css';
import { PasswordForm } from './PasswordForm';
import { ThemePicker } from './ThemePicker';

/** What concerns only oneself. */
export function AccountSection() {
  const { t } = useTranslation();
  const leave = useMutation({ mutationFn: signOutEverywhere, onSuccess: signOut });
  return (
    <div className={section.section}>
      <LanguagePicker />
      <ThemePicker />
      <PasswordForm />
      <ProblemLine cause={leave.error} />
      <div>
        <ConfirmButton label={t('account.signOutEverywhere')} question={t('account.signOutQuestion')} isBusy={leave.isPending} onConfirm={() => leave.mutate()} />
      </div>
    </div>
  );
}
