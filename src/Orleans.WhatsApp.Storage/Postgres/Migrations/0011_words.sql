-- The words of a message cost more than all its other indexes together: four calls, two of which set the path, and five expressions over the text. Plain letters with
-- the usual marks need none of that, and what comes out is the same to the letter. All else goes the long way, named with its schema, so that this function needs
-- no path of its own.
do $migration$
begin
  execute format($function$
    create or replace function search_message(tenant uuid, seq bigint, said text) returns tsvector language plpgsql immutable parallel safe strict cost 1000 as $$
    declare
      prefix text := right(tenant::text, 8) || '.' || to_hex(seq >> 17) || ':';
      plain text;
    begin
      if octet_length(said) > 20000 or said ~ ('[^A-Za-z0-9 \n.,?!''":;/@()-]|[A-Za-z0-9]{61}' collate "C") then
        return %1$I.search_words(prefix, said);
      end if;

      plain := lower(said collate "C");
      plain := replace(replace(replace(replace(replace(replace(replace(plain, E'\n', ' '), '.', ' '), ',', ' '), '?', ' '), '!', ' '), '''', ' '), '"', ' ');
      plain := replace(replace(replace(replace(replace(replace(replace(plain, ':', ' '), ';', ' '), '/', ' '), '@', ' '), '(', ' '), ')', ' '), '-', ' ');
      -- Where there is no word between two spaces the prefix stands alone, and becomes null.
      return array_to_tsvector(coalesce(
        nullif(array_remove(string_to_array(prefix || replace(plain, ' ', ' ' || prefix), ' ', prefix), null), '{}'), array[prefix]));
    end $$
  $function$, current_schema());
end $migration$;
