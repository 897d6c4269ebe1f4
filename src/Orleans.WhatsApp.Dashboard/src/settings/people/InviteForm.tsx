import type { UseMutationResult } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Invited, Role } from '~/api/types';
import { Button } from '~/ui/Button';
import { Field } from '~/ui/Field';
import { ProblemLine } from '~/ui/Notice';
import section from '../Section.module.css';
import { RoleSelect } from './RoleSelect';

type Invite = UseMutationResult<Invited, Error, { email: string; name: string; role: Role }>;

export function InviteForm({ invite, onInvited }: { invite: Invite; onInvited: (invited: Invited) => void }) {
  const { t } = useTranslation();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const [element, form] = [event.currentTarget, new FormData(event.currentTarget)];
    invite.mutate(
      { name: String(form.get('name')), email: String(form.get('email')), role: String(form.get('role')) as Role },
      {
        onSuccess: (invited) => {
          element.reset();
          onInvited(invited);
        },
      },
    );
  };
  return (
    <form onSubmit={submit} className={section.section}>
      <div className={section.line}>
        <Field label={t('people.name')}>{(ids) => <input {...ids} name="name" type="text" dir="auto" required maxLength={200} />}</Field>
        <Field label={t('entrance.email')}>{(ids) => <input {...ids} name="email" type="email" dir="ltr" required />}</Field>
        <Field label={t('people.role')}>{(ids) => <RoleSelect {...ids} name="role" defaultValue="manager" />}</Field>
        <Button type="submit" look="primary" isBusy={invite.isPending}>
          {t('people.invite')}
        </Button>
      </div>
      <ProblemLine cause={invite.error} />
    </form>
  );
}
