-- Several ways to WhatsApp, what they carry beside text, and numbers that are ignored (docs/decisions/019 and 021).

-- The account's own access token, sealed; null where the installation's serves.
alter table channels add column secret blob;
-- Null as the installation says.
alter table channels add column allows_live_send integer;
-- Where the next poll of a provider goes on that does not tell by itself.
alter table channels add column poll_cursor text not null default '';

alter table chats add column window_closes_at integer;
alter table chats add column is_hidden integer not null default 0;

alter table messages add column played_at integer;
alter table messages add column failure_code text not null default '';
-- What was sent where it is more than text; null for plain text.
alter table messages add column content text;

create table ignored_numbers (
  tenant_id blob not null,
  match_key text not null,
  phone text not null,
  created_at integer not null,
  primary key (tenant_id, match_key)
) without rowid;

-- What is not on its way to a contact.
create index outbox_held on outbox (tenant_id, updated_at, seq) where status in ('ready', 'claimed', 'unknown', 'failed', 'withheld');
drop index outbox_settled;
create index outbox_settled on outbox (tenant_id, chat_id) where status in ('accepted', 'failed', 'withdrawn', 'withheld');
