-- One tenant with 50,000 chats and 1,000,000 messages, and a second, small one beside it. Set-based; the same every time but for the planner's choices.
select setseed(0.42);

insert into tenants (id, name, is_active, agent_id, grace_period_ms, created_at)
values ('{tenant}', 'Large', true, null, 180000, now()), ('{small}', 'Small', true, null, 180000, now());
insert into tenant_features (tenant_id, feature) values ('{tenant}', 'whatsapp_agent'), ('{small}', 'whatsapp_agent');

-- 6,000 words in five languages; those in front are said far more often.
create temporary table vocabulary as
select row_number() over (order by ending, place) as place, stem || ending as word
from (
  select stem, place from unnest(string_to_array(
    'merhaba fiyat teşekkürler ürün sipariş kargo ödeme İstanbul yarın güzel çocuk IŞIK hola precio gracias pedido mañana envío niño reunión cuándo teléfono '
    || 'привет цена спасибо заказ доставка завтра сколько сейчас ещё Москва مرحبا السعر شكرا الطلب التوصيل غدا كم الآن أهلا مدرسة hello price order thanks delivery '
    || 'tomorrow when please shop open late invoice', ' ')) with ordinality as stems (stem, place)) as stems,
  (select '' as ending union all select chr(97 + a) || chr(97 + b) || chr(97 + c) from generate_series(0, 4) a, generate_series(0, 4) b, generate_series(0, 3) c) as endings;
-- 40,000 texts of four to twelve words, of which each is said some 25 times.
create temporary table texts as
select number, string_agg(word, ' ') as text
from (
  select number, 1 + floor((select count(*) from vocabulary) * power(random(), 3)) as place from generate_series(0, 39999) number, generate_series(1, 4 + number % 9)) as drawn
join vocabulary using (place)
group by number;
analyze texts;

insert into chats (
  tenant_id, id, channel_id, shard, version, epoch, provider_chat_id, contact_name, contact_phone, contact_address, phone_key, is_closed,
  session_id, session_status, session_started_at, grace_deadline, taken_over_at, attention, last_message_at, last_message_preview, message_count, state, created_at, updated_at)
select
  tenant, chat, '{channel}', i % 16, 1, 1, 'chat-' || i,
  (array['Ayşe', 'Çağla', 'İsmail', 'José', 'María', 'Íñigo', 'Алексей', 'Фёдор', 'محمد', 'أحمد', 'John', 'Zoë'])[1 + i % 12] || ' ' || (array['Yılmaz', 'Öztürk', 'García', 'Núñez', 'Иванов', 'الحسن', 'Smith'])[1 + i % 7]
    || ' ' || lpad(to_hex(i), 5, '0'),
  phone, substr(phone, 2) || '@s.whatsapp.net', substr(phone, 2), mode = 'closed',
  case when mode in ('waiting', 'person', 'agent') then session end,
  case mode when 'waiting' then 'waiting' when 'person' then 'active' when 'agent' then 'active' end,
  case when mode in ('waiting', 'person', 'agent') then at end, case when mode in ('waiting', 'person', 'agent') then at + interval '3 minutes' end,
  case mode when 'person' then at end, case when i % 40 = 0 then 'unanswered' end,
  at, 'preview of ' || i, case when i <= 50000 and i % 200 = 0 then 1015 else 15 end, convert_to(repeat('{"key":"a state document of the usual size"}', 30), 'UTF8'), at - interval '1 day', at
from (
  select
    i, case when i <= 50000 then '{tenant}' else '{small}' end::uuid as tenant, md5('chat' || i)::uuid as chat, md5('session' || i || '-1')::uuid as session,
    '+905' || lpad(((i::bigint * 7919) % 1000000000)::text, 9, '0') as phone,
    timestamptz '2026-01-01' + i * interval '5 minutes' as at,
    case when i % 100 < 2 then 'waiting' when i % 100 < 5 then 'person' when i % 100 < 12 then 'agent' when i % 100 < 30 then 'closed' else 'open' end as mode
  from generate_series(1, 50100) i) as made;

insert into sessions (tenant_id, id, chat_id, number, status, resolved_by, started_at, resolved_at, grace_deadline, taken_over_at, message_count, created_at, updated_at)
select
  c.tenant_id, case when is_last and c.session_id is not null then c.session_id else md5('session' || c.id || n)::uuid end, c.id, n,
  case when is_last and c.session_id is not null then c.session_status else 'resolved' end,
  case when is_last and c.session_id is not null then null else 'timeout' end,
  c.last_message_at - (3 - n) * interval '1 day', case when is_last and c.session_id is not null then null else c.last_message_at end,
  c.last_message_at, case when is_last then c.taken_over_at end, 10, c.created_at, c.updated_at
from chats c, generate_series(1, 3) n, lateral (select n = 3 as is_last) as place;

-- One contact in two hundred has said everything a busy one says; the others fifteen messages each.
insert into messages (
  tenant_id, id, channel_id, chat_id, session_id, sender, sender_name, text, at, status, provider_message_id, via_channel, is_late, attachments, stored_at)
select
  c.tenant_id, md5(c.id || '/' || n)::uuid, c.channel_id, c.id, null,
  case when n % 2 = 0 then 'contact' when n % 4 = 1 then 'human' else 'ai' end, case when n % 2 = 0 then c.contact_name else 'AI' end,
  case when c.provider_chat_id in ('chat-100', 'chat-25000', 'chat-49000') and n = 3 then 'Zırhlıgergedan ' else '' end
    || t.text,
  c.last_message_at - (c.most - n) * interval '7 minutes', case when n % 2 = 0 then 'received' else 'read' end, c.provider_chat_id || '/' || n, n % 2 = 1, false, '[]', now()
from (select *, message_count as most from chats) c, generate_series(1, c.most) n, texts t
where t.number = abs(hashtext(c.provider_chat_id || '/' || n)::bigint) % 40000
order by c.last_message_at - (c.most - n) * interval '7 minutes';

insert into timeline (tenant_id, chat_id, at, rule, cause, phase_before, phase_after, epoch, session_id, actor, detail)
select tenant_id, id, last_message_at, 'G1', 'ContactWrote', 'idle', 'grace', 1, session_id, '', '' from chats, generate_series(1, 5);

insert into chat_counts (tenant_id, chats, closed, closed_idle, waiting, held_by_person, held_by_agent, messages)
select
  tenant_id, count(*), count(*) filter (where is_closed), count(*) filter (where is_closed and session_id is null), count(*) filter (where session_status = 'waiting'),
  count(*) filter (where session_status = 'active' and taken_over_at is not null), count(*) filter (where session_status = 'active' and taken_over_at is null),
  (select count(*) from messages m where m.tenant_id = c.tenant_id)
from chats c group by tenant_id;
-- As many unfolded changes as a busy quarter of an hour leaves.
insert into chat_count_changes (tenant_id, chats, closed, closed_idle, waiting, held_by_person, held_by_agent, messages)
select '{tenant}', 0, 0, 0, 0, 0, 0, 0 from generate_series(1, 5000);
