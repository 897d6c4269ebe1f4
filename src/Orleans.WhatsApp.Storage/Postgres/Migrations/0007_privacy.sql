-- A contact's data erased on request, and messages that a tenant keeps for some days only (docs/decisions/013 and 014).

alter table tenants add column retention_days bigint;
-- IANA name of the zone in which the tenant's people read times.
alter table tenants add column time_zone text not null default 'UTC';

-- How many of the messages that message_count has counted are not kept any more. Written by the upkeep alone.
alter table chats add column messages_removed bigint not null default 0;

-- Whose mark it is; null in those of a version that did not say.
alter table message_marks add column chat_id uuid;
create index message_marks_chat on message_marks (tenant_id, chat_id) where chat_id is not null;
create index message_marks_age on message_marks (tenant_id, at);

create index inbox_chat on inbox (tenant_id, chat_id, done_at) where done_at is not null or set_aside_at is not null;
create index outbox_settled on outbox (tenant_id, chat_id) where status in ('accepted', 'failed', 'withdrawn');
create index messages_age on messages (tenant_id, at);
create index timeline_age on timeline (tenant_id, at);
create index sessions_age on sessions (tenant_id, resolved_at) where resolved_at is not null;

-- What stays of a chat that was erased: no word and no name of it.
create table erased_chats (
  tenant_id uuid not null,
  chat_id uuid not null,
  channel_id uuid not null,
  -- Events of up to this time are discarded.
  until timestamptz not null,
  epoch bigint not null,
  sessions_started bigint not null,
  turns_asked bigint not null,
  intents_made bigint not null,
  version bigint not null,
  -- Digests of texts that were with the provider then; emptied when their echoes must have come.
  echoes text not null,
  primary key (tenant_id, chat_id)
);
create index erased_chats_echoes on erased_chats (until) where echoes <> '';

-- The record that it was done. Never deleted.
create table erasures (
  seq bigint generated always as identity primary key,
  tenant_id uuid not null,
  request_id uuid not null,
  channel_id uuid not null,
  chat_id uuid not null,
  erased_at timestamptz not null,
  erased_by uuid not null,
  messages bigint not null,
  marks bigint not null,
  sessions bigint not null,
  timeline bigint not null,
  events bigint not null,
  sends bigint not null,
  aliases bigint not null
);
create index erasures_tenant on erasures (tenant_id, seq);
create index erasures_chat on erasures (tenant_id, chat_id);

-- A chat's words go with it.
create or replace function chat_search_goes() returns trigger language plpgsql set search_path from current as $$
begin
  delete from chat_search where tenant_id = old.tenant_id and chat_id = old.id;
  return null;
end $$;

create trigger chat_search_gone after delete on chats for each row execute function chat_search_goes();
