-- Under which policy a decision was made, as JSON; lines of before have none.
alter table timeline add column policy text;
