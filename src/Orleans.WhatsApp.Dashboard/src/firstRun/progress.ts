import type { Channel, Connection } from '~/api/types';

export const steps = ['connect', 'agent', 'grace'] as const;
export type Step = (typeof steps)[number];

/** Nothing has been set up yet: no number was ever linked and nobody answers. */
export function isUntouched(connection: Connection): boolean {
  return connection.account_id === null && connection.agent_id === null;
}

/** The first step that is still to be done; the grace period has a good default and comes last. */
export function nextStep(connection: Connection, channels: readonly Channel[]): Step {
  if (!connection.connected && !channels.some((channel) => channel.status === 'ok')) return 'connect';
  return connection.agent_id === null ? 'agent' : 'grace';
}
