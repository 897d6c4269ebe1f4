-- The inbox holds what is still to be decided and nothing else (docs/decisions/025). That an event has come is known by a narrow row of its own.
create table received_events (
  tenant_id blob not null,
  channel_id blob not null,
  provider_message_id text not null,
  kind text not null,
  content_hash text not null,
  received_at integer not null,
  primary key (tenant_id, channel_id, provider_message_id, kind, content_hash)
) without rowid;
create index received_events_age on received_events (received_at);

insert into received_events (tenant_id, channel_id, provider_message_id, kind, content_hash, received_at)
select tenant_id, channel_id, provider_message_id, kind, content_hash, received_at from inbox;
delete from inbox where done_at is not null;

drop index inbox_event;
drop index inbox_done;
drop index inbox_chat;
drop index inbox_undone;
create index inbox_undone on inbox (tenant_id, chat_id, id);

create trigger inbox_receives before insert on inbox begin
  select raise(ignore) where exists (
    select 1 from received_events
    where tenant_id = new.tenant_id and channel_id = new.channel_id and provider_message_id = new.provider_message_id and kind = new.kind and content_hash = new.content_hash);
  insert into received_events (tenant_id, channel_id, provider_message_id, kind, content_hash, received_at)
  values (new.tenant_id, new.channel_id, new.provider_message_id, new.kind, new.content_hash, new.received_at);
end;
