-- The list by mode: the seed's §10 word for word as ChatLists asks for it, in the order of the list.
create index chats_mode on chats (
  tenant_id,
  (case
    when session_id is null then case when is_closed then 'closed' else 'ai' end
    when session_status = 'waiting' or taken_over_at is not null then 'human'
    else 'ai' end),
  last_message_at desc nulls last, id);
create index chats_waiting on chats (tenant_id, last_message_at desc nulls last, id) where session_status = 'waiting';
create index chats_attention on chats (tenant_id, last_message_at desc nulls last, id) where attention is not null;

-- Search, without an extension and without asking the server's locale (docs/decisions/009). A function that calls another one keeps this schema in its path, for
-- what runs with none: a restored dump builds the index.

-- The words of a text, one space between them, without accents and capitals: é is e, أ is ا, ё is е, ı is i. No word is longer than an index takes.
create or replace function search_fold(said text) returns text language plpgsql immutable parallel safe strict as $$
declare
  folded text := lower(regexp_replace(normalize(left(said, 20000), nfd), '[\u0300-\u036F\u0640\u064B-\u0655\u0670\u200B-\u200F\u00AD\uFE0F]+' collate "C", '', 'g') collate "C");
begin
  if folded ~ ('[А-ЯІЄҐ]' collate "C") then
    folded := translate(folded, 'АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯІЄҐ', 'абвгдежзиклмнопрстуфхцчшщъыьэюяієґ');
  end if;
  if folded ~ ('[ıßæÆøØđĐłŁœŒðÐþÞħĦŋŊٱىیکة٠-٩۰-۹]' collate "C") then
    folded := translate(replace(folded, 'ß', 'ss'), 'ıæÆøØđĐłŁœŒðÐþÞħĦŋŊٱىیکة٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹', 'iaaooddlloodd' || 'tthhnnاييكه01234567890123456789');
  end if;
  folded := btrim(regexp_replace(folded, '[\s[:punct:][:cntrl:]\u0080-\u00BF\u2000-\u200A\u2010-\u206F\u060C\u061B\u061F\uFFFD]+' collate "C", ' ', 'g'));
  if folded ~ ('\S{61}' collate "C") then folded := regexp_replace(folded, '(\S{60})\S+' collate "C", '\1', 'g'); end if;
  return folded;
end $$;

-- The prefix is part of each word: the tenant, so that one index serves all and a small one reads nothing of a large one's, and of messages the block of row numbers,
-- so that a look into the newest ones does not read what a common word has gathered in years.
create or replace function search_prefix(tenant uuid, seq bigint) returns text language sql immutable parallel safe strict as $$
  select right(tenant::text, 8) || '.' || to_hex(seq >> 17) || ':'
$$;

create or replace function search_words(prefix text, said text) returns tsvector language plpgsql immutable parallel safe strict set search_path from current as $$
begin
  return array_to_tsvector(string_to_array(prefix || replace(search_fold(said), ' ', ' ' || prefix), ' '));
end $$;

create or replace function search_message(tenant uuid, seq bigint, said text) returns tsvector language plpgsql immutable parallel safe strict cost 1000 set search_path from current as $$
begin
  return search_words(search_prefix(tenant, seq), said);
end $$;

-- All of the words, each as the beginning of one; a word shorter than that as it is. In each block from the one row number to the other; contacts are in block 0.
-- Null if there is no word. No word holds a quote or a backslash.
create or replace function search_query(tenant uuid, asked text, shortest_beginning bigint, first_seq bigint, last_seq bigint)
returns tsquery language plpgsql immutable parallel safe strict set search_path from current as $$
declare
  made text;
begin
  select string_agg(of_block, ' | ') into made
  from (
    select string_agg('''' || prefix || word || '''' || case when length(word) >= shortest_beginning then ':*' else '' end, ' & ') as of_block
    from
      (select search_prefix(tenant, block << 17) as prefix from generate_series(first_seq >> 17, last_seq >> 17) as block) as blocks,
      unnest(string_to_array(search_fold(asked), ' ')) as word
    where word <> ''
    group by prefix) as blocks;
  return made::tsquery;
end $$;

-- A contact: the words of the name, and the number from each of its digits on, so that the beginning of a word is any part of the number.
create table chat_search (
  tenant_id uuid not null,
  chat_id uuid not null,
  words tsvector not null,
  primary key (tenant_id, chat_id)
);

create or replace function search_contact(tenant uuid, name text, phone text, phone_key text) returns tsvector language sql immutable parallel safe strict set search_path from current as $$
  select search_words(search_prefix(tenant, 0), concat_ws(' ', name, string_agg(substr(digits, place), ' ')))
  from unnest(array[regexp_replace(phone, '[^0-9]', '', 'g'), phone_key]) as digits, generate_series(1, greatest(length(digits) - 2, 0)) as place
$$;

create or replace function chat_search_follows() returns trigger language plpgsql set search_path from current as $$
begin
  insert into chat_search (tenant_id, chat_id, words) values (new.tenant_id, new.id, search_contact(new.tenant_id, new.contact_name, new.contact_phone, new.phone_key))
  on conflict (tenant_id, chat_id) do update set words = excluded.words;
  return null;
end $$;

-- By triggers, since a silo of the version before writes chats as well; a table of its own, since a chat's row is written with every message.
create trigger chat_search_new after insert on chats for each row execute function chat_search_follows();
create trigger chat_search_changed after update on chats for each row
  when ((old.contact_name, old.contact_phone, old.phone_key) is distinct from (new.contact_name, new.contact_phone, new.phone_key)) execute function chat_search_follows();

insert into chat_search (tenant_id, chat_id, words)
select tenant_id, id, search_contact(tenant_id, contact_name, contact_phone, phone_key) from chats
on conflict do nothing;
create index chat_search_words on chat_search using gin (words);

-- Of messages there is no second copy: the index holds the words of the expression. Without a pending list, a commit never pays for others' words.
create index if not exists messages_words on messages using gin (search_message(tenant_id, seq, text)) with (fastupdate = off);
create index if not exists messages_tenant on messages (tenant_id, seq);
