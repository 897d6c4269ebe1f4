import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Invited, Role, User } from '~/api/types';
import { useUser } from '~/session/useUser';
import { Button } from '~/ui/Button';
import { ConfirmButton } from '~/ui/ConfirmButton';
import { ErrorState, Loading, ProblemLine } from '~/ui/Notice';
import section from '../Section.module.css';
import { InvitationLink } from './InvitationLink';
import { InviteForm } from './InviteForm';
import { RoleSelect } from './RoleSelect';
import { usePeople } from './usePeople';

/** The tenant's people. Members read, managers act on chats, admins run the tenant. */
export function PeopleSection() {
  const { t } = useTranslation();
  const people = usePeople();
  const [invited, setInvited] = useState<Invited | null>(null);
  const { list, invite, change, reset, remove } = people;
  if (list.isPending) return <Loading rows={3} />;
  if (!list.data) return <ErrorState cause={list.error} onRetry={() => void list.refetch()} />;
  return (
    <div className={section.section}>
      <p className={section.hint}>{t('people.hint')}</p>
      <InviteForm invite={invite} onInvited={setInvited} />
      {invited && <InvitationLink invited={invited} />}
      <ProblemLine cause={change.error ?? reset.error ?? remove.error} />
      <ul className={section.rows}>
        {list.data.map((user) => (
          <PersonRow key={user._id} user={user} people={people} onReset={setInvited} />
        ))}
      </ul>
    </div>
  );
}

interface RowProps {
  user: User;
  people: ReturnType<typeof usePeople>;
  onReset: (invited: Invited) => void;
}

function PersonRow({ user, people: { change, reset, remove }, onReset }: RowProps) {
  const { t } = useTranslation();
  const isMe = useUser()._id === user._id;
  return (
    <li className={section.row}>
      <span className={section.what}>
        <bdi>{user.name}</bdi>
        <small>
          <bdi dir="ltr">{user.email}</bdi>
          {!user.has_password && ` · ${t('people.invited')}`}
        </small>
      </span>
      <RoleSelect
        aria-label={t('people.roleOf', { name: `\u2068${user.name}\u2069` })}
        value={user.role}
        disabled={change.isPending}
        onChange={(event) => change.mutate({ id: user._id, change: { role: event.target.value as Role } })}
      />
      {!isMe && (
        <>
          <label className={section.check}>
            <input type="checkbox" checked={user.is_active} disabled={change.isPending} onChange={(event) => change.mutate({ id: user._id, change: { is_active: event.target.checked } })} />
            {t('people.active')}
          </label>
          <Button look="quiet" isBusy={reset.isPending} onClick={() => reset.mutate(user._id, { onSuccess: onReset })}>
            {t('people.resetPassword')}
          </Button>
          <ConfirmButton label={t('action.remove')} question={t('people.removeQuestion')} isBusy={remove.isPending} onConfirm={() => remove.mutate(user._id)} />
        </>
      )}
    </li>
  );
}
