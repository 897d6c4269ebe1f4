using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Sqlite;

/// <summary>Looks at every contact and at the newest messages, one after the other, by <see cref="SearchFold"/>: the embedded database keeps no index of words.</summary>
internal sealed class SqliteSearch : ISearchSql
{
    private const int NewestMessages = 50_000;

    public string Hits { get; } = """
        with hits as (
          select id as chat_id from chats where tenant_id = @tenant and search_contact(contact_name, contact_phone, phone_key, @contact, @phone_key)
          union all
          select chat_id
          from (select chat_id, text, status, deleted_at from messages where tenant_id = @tenant order by seq desc limit @newest_messages)
          where status <> 'withdrawn' and deleted_at is null and search_text(text, @text)
        )
        """;

    public Arg[] Args(TenantId tenant, SearchText search) =>
    [
        ("tenant", tenant.Value),
        ("contact", SearchFold.Asked(search.OfContact, shortestBeginning: 1)),
        ("phone_key", search.Key),
        ("text", SearchFold.Asked(search.Text, SearchText.ShortestBeginning)),
        ("newest_messages", NewestMessages),
    ];
}
