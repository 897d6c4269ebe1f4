import { createHmac } from 'node:crypto';

/** The simulated world's, which a demo takes over. */
const appSecret = 'sim-meta-secret';

/** What Meta tells of a message that somebody wrote then; told late, as after an outage. */
export async function tellOfMessage(url: string, account: string, from: { phone: string; name: string }, text: string, at: Date): Promise<void> {
  const digits = from.phone.replace(/\D/g, '');
  const seconds = String(Math.floor(at.getTime() / 1_000));
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550001111', phone_number_id: account },
    contacts: [{ profile: { name: from.name }, wa_id: digits }],
    messages: [{ from: digits, id: `wamid.late-${digits}`, timestamp: seconds, type: 'text', text: { body: text } }],
  };
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field: 'messages', value }] }] });
  const signature = createHmac('sha256', appSecret).update(body).digest('hex');
  const answer = await fetch(`${url}/webhooks/meta`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Hub-Signature-256': `sha256=${signature}` }, body });
  if (!answer.ok) throw new Error(`The webhook answered ${answer.status}.`);
}
