using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Postgres;

internal sealed class PostgresSearch : ISearchSql
{
    /// <summary>Of a tenant's newest chats and messages, all that hold the words are found.</summary>
    private const int NewestChats = 2_000;
    private const int NewestMessages = 10_000;

    /// <summary>With so many found there, the words are common ones and what lies further back is not looked for.</summary>
    private const int Enough = 500;

    /// <summary>Else that many are taken of all, in no order: all there are, unless the words have become rare lately.</summary>
    private const int Most = 5_000;

    // The words are asked for by sub-selects, so that the plan does not depend on them: every one has the index of words for its way, and none the parallel workers
    // and the compiled code that a high estimate brings and that take longer than the search.
    public string Hits { get; } = """
        with place as materialized (
          select
            (select min(seq) from messages where tenant_id = @tenant) as first,
            (select max(seq) from messages where tenant_id = @tenant) as last,
            coalesce((select seq from messages where tenant_id = @tenant order by seq desc offset @newest_messages limit 1), 0) as newest
        ), newest_chats as materialized (
          select newest.id as chat_id
          from (select id from chats where tenant_id = @tenant order by last_message_at desc nulls last, id limit @newest_chats) as newest
          join chat_search c on c.tenant_id = @tenant and c.chat_id = newest.id
          where c.words @@ (select search_query(@tenant, @contact, 1, 0, 0)) or c.words @@ (select search_query(@tenant, @phone_key, 1, 0, 0))
        ), contacts as materialized (
          select chat_id from chat_search
          where (select count(*) from newest_chats) < @enough
            and tenant_id = @tenant and (words @@ (select search_query(@tenant, @contact, 1, 0, 0)) or words @@ (select search_query(@tenant, @phone_key, 1, 0, 0)))
          limit @most
        ), newest_messages as materialized (
          select chat_id from messages
          where tenant_id = @tenant and search_message(tenant_id, seq, text) @@ (select search_query(@tenant, @text, @shortest, greatest(newest, first), last) from place)
            and status <> 'withdrawn' and deleted_at is null and seq >= (select newest from place)
        ), said as materialized (
          select chat_id from messages
          where (select count(*) from newest_messages) < @enough
            and tenant_id = @tenant and search_message(tenant_id, seq, text) @@ (select search_query(@tenant, @text, @shortest, first, last) from place)
            and status <> 'withdrawn' and deleted_at is null
          limit @most
        ), hits as (
          select chat_id from newest_chats union all select chat_id from contacts
          union all select chat_id from newest_messages union all select chat_id from said
        )
        """;

    public Arg[] Args(TenantId tenant, SearchText search) =>
    [
        ("tenant", tenant.Value),
        ("contact", search.OfContact),
        ("phone_key", search.Key),
        ("text", search.Text),
        ("shortest", SearchText.ShortestBeginning),
        ("newest_chats", NewestChats),
        ("newest_messages", NewestMessages),
        ("enough", Enough),
        ("most", Most),
    ];
}
