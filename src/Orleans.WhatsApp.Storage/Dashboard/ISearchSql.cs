using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Dashboard;

/// <summary>How each database finds chats by a text (docs/decisions/009).</summary>
internal interface ISearchSql
{
    /// <summary>Common table expressions, of which the last is <c>hits (chat_id)</c>: chats of the tenant, one possibly more than once.</summary>
    string Hits { get; }

    /// <summary>What <see cref="Hits"/> reads, the tenant included.</summary>
    Arg[] Args(TenantId tenant, SearchText search);
}
