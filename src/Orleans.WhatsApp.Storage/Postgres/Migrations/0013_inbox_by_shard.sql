-- The index that 0012 takes the place of. To drop it, nobody may read the inbox, and whoever wants to write to it waits behind: beside a dump, for as long as that
-- takes. So it is tried for a second at a time, and events are kept in between.
do $migration$
begin
  perform set_config('lock_timeout', '1s', true);
  loop
    begin
      drop index inbox_undone_shard;
      return;
    exception when lock_not_available then
      perform pg_sleep(2);
    end;
  end loop;
end $migration$;
