-- The list by mode: the seed's §10 word for word as ChatLists asks for it, in the order of the list. Nulls are last in a descending order here.
create index chats_mode on chats (
  tenant_id,
  (case
    when session_id is null then case when is_closed then 'closed' else 'ai' end
    when session_status = 'waiting' or taken_over_at is not null then 'human'
    else 'ai' end),
  last_message_at desc, id);
create index chats_waiting on chats (tenant_id, last_message_at desc, id) where session_status = 'waiting';
create index chats_attention on chats (tenant_id, last_message_at desc, id) where attention is not null;

-- The newest messages of a tenant, which is where this database searches (docs/decisions/009).
create index messages_tenant on messages (tenant_id, seq);
