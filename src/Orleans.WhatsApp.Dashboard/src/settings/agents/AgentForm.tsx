import type { UseMutationResult } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Agent } from '~/api/types';
import { Button } from '~/ui/Button';
import { Field } from '~/ui/Field';
import { ProblemLine } from '~/ui/Notice';
import section from '../Section.module.css';

const mostCharacters = 200;

/** Tells us of an agent that exists at the AI provider. */
export function AgentForm({ add, onAdded }: { add: UseMutationResult<Agent, Error, Omit<Agent, '_id'>>; onAdded?: (agent: Agent) => void }) {
  const { t } = useTranslation();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const [element, form] = [event.currentTarget, new FormData(event.currentTarget)];
    add.mutate(
      { name: String(form.get('name')), elevenlabs_agent_id: String(form.get('provider')), is_active: true },
      {
        onSuccess: (agent) => {
          element.reset();
          onAdded?.(agent);
        },
      },
    );
  };
  return (
    <form onSubmit={submit} className={section.section}>
      <div className={section.line}>
        <Field label={t('agents.name')}>{(ids) => <input {...ids} name="name" type="text" dir="auto" required maxLength={mostCharacters} />}</Field>
        <Field label={t('agents.providerId')}>{(ids) => <input {...ids} name="provider" type="text" dir="ltr" required maxLength={mostCharacters} placeholder="agent_…" />}</Field>
        <Button type="submit" look="primary" isBusy={add.isPending}>
          {t('action.add')}
        </Button>
      </div>
      <ProblemLine cause={add.error} />
    </form>
  );
}
