import { call } from './http';
import type { Listing, OutboxItem, OutboxStatus } from './types';

/** What is on its way, held back, unclear or failed; newest first. @param page From 1. */
export function listOutbox(status: OutboxStatus | null, page: number): Promise<Listing<OutboxItem>> {
  const query = new URLSearchParams({ page: String(page) });
  if (status) query.set('status', status);
  return call('GET', `/api/whatsapp/outbox?${query}`);
}
