import { everyPage } from './everyPage';
import { call } from './http';
import type { Agent, AgentChoice, Config, Connection, Invited, Listing, NumberList, Role, User } from './types';

const root = '/api/whatsapp';

export const readConnection = () => call<Connection>('GET', `${root}/connection-status`);
export const configure = (change: Partial<Config>) => call<Config>('PUT', `${root}/config`, { body: change });
export const listAgentChoices = () => call<AgentChoice[]>('GET', `${root}/agents`);

export const readNumbers = (list: NumberList) => everyPage<string>(`${root}/${list}?limit=1000`);
/** Answers with the list's first page. */
export const addNumber = (list: NumberList, phone: string) => call<Listing<string>>('POST', `${root}/${list}`, { body: { phone } });
export const removeNumber = (list: NumberList, phone: string) => call<Listing<string>>('DELETE', `${root}/${list}/${encodeURIComponent(phone)}`);

export const listAgents = () => everyPage<Agent>('/api/agents?limit=100');
export const addAgent = (agent: Omit<Agent, '_id'>) => call<Agent>('POST', '/api/agents', { body: agent });
export const changeAgent = (id: string, change: Partial<Omit<Agent, '_id'>>) => call<Agent>('PUT', `/api/agents/${id}`, { body: change });
export const deleteAgent = (id: string) => call<void>('DELETE', `/api/agents/${id}`);

export const listUsers = () => everyPage<User>('/api/users?limit=100');
export const inviteUser = (person: { email: string; name: string; role: Role }) => call<Invited>('POST', '/api/users', { body: person });
export const changeUser = (id: string, change: Partial<Pick<User, 'name' | 'role' | 'is_active'>>) => call<User>('PUT', `/api/users/${id}`, { body: change });
export const resetPassword = (id: string) => call<Invited>('POST', `/api/users/${id}/reset-password`);
export const deleteUser = (id: string) => call<void>('DELETE', `/api/users/${id}`);
