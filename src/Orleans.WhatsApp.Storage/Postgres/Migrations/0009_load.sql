-- What many messages at once cost (docs/performance.md).

-- Words are put in by the hundred, for a fraction of what they cost one by one; a search looks through those that are not in yet as well.
alter index messages_words set (fastupdate = on, gin_pending_list_limit = 1024);

-- A state of some kilobytes is written with every decision; the quicker compression, where the server has it.
do $$
begin
  alter table chats alter column state set compression lz4;
exception when feature_not_supported or invalid_parameter_value then
  null;
end $$;
