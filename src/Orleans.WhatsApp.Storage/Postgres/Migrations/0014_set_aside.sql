-- Events that were set aside are few, and counted every time that somebody looks how far behind the work is.
create index inbox_set_aside on inbox (tenant_id, set_aside_at) where set_aside_at is not null;
