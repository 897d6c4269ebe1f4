import type { DemoContact } from '~/api/types';

export type PhoneOwner = Pick<DemoContact, 'phone' | 'name'>;

const names = ['Deniz Kaya', 'Omar Haddad', 'Lucía Romero', 'Иван Петров', 'ليلى حسن', 'Emma Clarke'];

/** Somebody who has never written; a number that nobody has. */
export function newContact(place: number): PhoneOwner {
  const digits = String(Math.floor(Math.random() * 1e7)).padStart(7, '0');
  return { phone: `+90555${digits}`, name: names[place % names.length]! };
}
