import { expect, it } from 'vitest';
import type { Channel, Connection } from '~/api/types';
import { isUntouched, nextStep } from './progress';

const connection = (more: Partial<Connection>) => ({ connected: false, account_id: null, agent_id: null, ...more }) as Connection;

it('leads from the number to the agent to the grace period', () => {
  expect(nextStep(connection({}), [])).toBe('connect');
  expect(nextStep(connection({ connected: true, account_id: 'a' }), [])).toBe('agent');
  expect(nextStep(connection({ connected: true, account_id: 'a', agent_id: 'b' }), [])).toBe('grace');
});

it('is content with a number of any channel', () => {
  const channel = (status: Channel['status']) => ({ provider: 'meta', status }) as Channel;
  expect(nextStep(connection({}), [channel('disconnected')])).toBe('connect');
  expect(nextStep(connection({}), [channel('ok')])).toBe('agent');
});

it('leads nobody who has begun: a number that was disconnected is a matter of the settings', () => {
  expect(isUntouched(connection({}))).toBe(true);
  expect(isUntouched(connection({ account_id: 'a' }))).toBe(false);
  expect(isUntouched(connection({ agent_id: 'b' }))).toBe(false);
});
