-- The inbox holds what is still to be decided and nothing else: marking a wide row done, with its five indexes, cost as much as keeping it (docs/decisions/025). That an
-- event has come is known by a narrow row of its own.
create table received_events (
  tenant_id uuid not null,
  channel_id uuid not null,
  provider_message_id text collate "C" not null,
  kind text collate "C" not null,
  content_hash text collate "C" not null,
  received_at timestamptz not null,
  primary key (tenant_id, channel_id, provider_message_id, kind, content_hash)
);
-- They come in the order of their age and go in it.
create index received_events_age on received_events using brin (received_at) with (pages_per_range = 32, autosummarize = on);

-- Nobody keeps an event between what follows and the trigger that sees the next one.
lock table inbox in share row exclusive mode;

insert into received_events (tenant_id, channel_id, provider_message_id, kind, content_hash, received_at)
select tenant_id, channel_id, provider_message_id, kind, content_hash, received_at from inbox order by received_at;
delete from inbox where done_at is not null;

drop index inbox_event;
drop index inbox_undone;
drop index inbox_done;
drop index inbox_chat;
alter table inbox drop constraint inbox_pkey;
alter table inbox add primary key (tenant_id, chat_id, id);

-- Said by who has looked there itself.
alter table inbox add column is_known boolean;

-- A silo of the version before keeps events without looking there.
create function inbox_receives() returns trigger language plpgsql as $$
begin
  insert into received_events (tenant_id, channel_id, provider_message_id, kind, content_hash, received_at)
  values (new.tenant_id, new.channel_id, new.provider_message_id, new.kind, new.content_hash, new.received_at)
  on conflict do nothing;
  if not found then return null; end if;
  return new;
end $$;

create trigger inbox_receives before insert on inbox for each row when (new.is_known is null) execute function inbox_receives();
