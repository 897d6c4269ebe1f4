import type { Role } from '~/api/types';

/** The parts of the settings and who sees them. */
export const sections = [
  { name: 'connection', role: 'member' },
  { name: 'answering', role: 'member' },
  { name: 'blacklist', role: 'manager' },
  { name: 'ignored', role: 'manager' },
  { name: 'agents', role: 'admin' },
  { name: 'people', role: 'admin' },
  { name: 'account', role: 'member' },
] as const satisfies readonly { name: string; role: Role }[];

export type Section = (typeof sections)[number]['name'];
