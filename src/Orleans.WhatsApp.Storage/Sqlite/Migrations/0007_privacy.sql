-- A contact's data erased on request, and messages that a tenant keeps for some days only (docs/decisions/013 and 014).

alter table tenants add column retention_days integer;
-- IANA name of the zone in which the tenant's people read times.
alter table tenants add column time_zone text not null default 'UTC';

-- How many of the messages that message_count has counted are not kept any more. Written by the upkeep alone.
alter table chats add column messages_removed integer not null default 0;

-- Whose mark it is; null in those of a version that did not say.
alter table message_marks add column chat_id blob;
create index message_marks_chat on message_marks (tenant_id, chat_id) where chat_id is not null;
create index message_marks_age on message_marks (tenant_id, at);

create index inbox_chat on inbox (tenant_id, chat_id, done_at) where done_at is not null or set_aside_at is not null;
create index outbox_settled on outbox (tenant_id, chat_id) where status in ('accepted', 'failed', 'withdrawn');
create index messages_age on messages (tenant_id, at);
create index timeline_age on timeline (tenant_id, at);
create index sessions_age on sessions (tenant_id, resolved_at) where resolved_at is not null;

-- What stays of a chat that was erased: no word and no name of it.
create table erased_chats (
  tenant_id blob not null,
  chat_id blob not null,
  channel_id blob not null,
  -- Events of up to this time are discarded.
  until integer not null,
  epoch integer not null,
  sessions_started integer not null,
  turns_asked integer not null,
  intents_made integer not null,
  version integer not null,
  -- Digests of texts that were with the provider then; emptied when their echoes must have come.
  echoes text not null,
  primary key (tenant_id, chat_id)
) without rowid;
create index erased_chats_echoes on erased_chats (until) where echoes <> '';

-- The record that it was done. Never deleted.
create table erasures (
  seq integer not null primary key autoincrement,
  tenant_id blob not null,
  request_id blob not null,
  channel_id blob not null,
  chat_id blob not null,
  erased_at integer not null,
  erased_by blob not null,
  messages integer not null,
  marks integer not null,
  sessions integer not null,
  timeline integer not null,
  events integer not null,
  sends integer not null,
  aliases integer not null
);
create index erasures_tenant on erasures (tenant_id, seq);
create index erasures_chat on erasures (tenant_id, chat_id);
