import { call } from './http';
import type { DemoContact, DemoMessage } from './types';

/** The simulated contacts' phones; there only in a demo. */
const of = (phone: string) => `/api/demo/contacts/${encodeURIComponent(phone)}/messages`;

export const listDemoContacts = () => call<{ items: DemoContact[] }>('GET', '/api/demo/contacts');
export const readDemoMessages = (phone: string) => call<{ items: DemoMessage[] }>('GET', of(phone));
export const writeAsContact = (phone: string, text: string, name?: string) => call<unknown>('POST', of(phone), { body: name ? { text, name } : { text } });
