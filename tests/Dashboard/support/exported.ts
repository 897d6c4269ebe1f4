import { createWriteStream } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';

const tenant = { $oid: '650000000000000000000001' };
const agent = { $oid: '660000000000000000000001' };
const newest = Date.UTC(2026, 1, 1);
const minute = 60_000;

/** An export as the import reads it: one tenant with so many chats, the newest of which have messages. */
export async function exportOf(name: string, chats: number, withMessages: number, messagesEach: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dashboard-export-'));
  await write(folder, 'tenants', [{ _id: tenant, name, is_active: true, enabled_features: ['whatsapp_agent'], settings: { whatsapp_agent: { agent_id: agent, grace_period_seconds: 600 } }, createdAt: date(0) }]);
  await write(folder, 'agents', [{ _id: agent, tenant_id: tenant, name: 'Reception', elevenlabs_agent_id: 'agent_reception', is_active: true, createdAt: date(0) }]);
  await write(folder, 'whatsappchats', Array.from({ length: chats }, (_, place) => ({
    _id: id('67', place), tenant_id: tenant, unipile_chat_id: `chat-${place}`, contact_name: `Contact ${place}`, contact_phone: `+90533${String(place).padStart(7, '0')}`,
    is_closed: false, last_message_at: date(place), last_message_preview: text(place, messagesEach), message_count: place < withMessages ? messagesEach : 0, createdAt: date(place), updatedAt: date(place),
  })));
  await write(folder, 'whatsappmessages', Array.from({ length: withMessages * messagesEach }, (_, number) => {
    const [place, line] = [Math.floor(number / messagesEach), (number % messagesEach) + 1];
    return {
      _id: id('6a', number), chat_id: id('67', place), tenant_id: tenant, unipile_message_id: `m-${number}`, sender: 'contact', sender_name: `Contact ${place}`, text: text(place, line),
      sent_via_unipile: false, createdAt: { $date: new Date(newest - place * minute - (messagesEach - line) * 1_000).toISOString() },
    };
  }));
  return folder;
}

/** Line by line, from 1. */
export const text = (place: number, line: number) => `Line ${line} of ${place}`;

const id = (kind: string, number: number) => ({ $oid: kind + number.toString(16).padStart(22, '0') });

const date = (place: number) => ({ $date: new Date(newest - place * minute).toISOString() });

async function write(folder: string, collection: string, documents: unknown[]): Promise<void> {
  const file = createWriteStream(join(folder, `${collection}.jsonl`));
  for (const document of documents) if (!file.write(`${JSON.stringify(document)}\n`)) await once(file, 'drain');
  file.end();
  await once(file, 'finish');
}
