using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Storage.Privacy;

/// <summary>The record that somebody's data were erased. It names nobody whose data they were.</summary>
public interface IErasureLog
{
    /// <summary>Newest first. The total is counted up to <see cref="IDashboardQueries.MostCounted"/>.</summary>
    Task<Page<ErasureEntry>> List(TenantId tenant, PageAt at);

    /// <summary>Whether this chat was erased on request, ever.</summary>
    Task<bool> Has(TenantId tenant, ChatId chat);
}

/// <param name="Request">One id for all chats that were erased in one go.</param>
public sealed record ErasureEntry(Guid Request, ChannelId Channel, ChatId Chat, DateTimeOffset At, UserId By, ErasedRows Rows);
