using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Storage.Tenants;

/// <summary>A tenant as the platform's admins see it: nothing of what is inside.</summary>
public sealed record TenantEntry(TenantId Id, string Name, bool IsActive, IReadOnlyList<string> Features, DateTimeOffset CreatedAt);

/// <summary>All tenants. What decides about chats (features, activity) is changed through the tenant's grain, not here.</summary>
public interface ITenantRegister
{
    /// <summary>In the order they came.</summary>
    Task<Page<TenantEntry>> All(int page, int limit);

    Task<TenantEntry?> Find(TenantId tenant);

    /// <summary>The tenant with its first admin and the invitation, or nothing at all: false if the e-mail address is taken.</summary>
    Task<bool> Add(TenantEntry tenant, TimeSpan gracePeriod, User admin, Invitation invitation);

    /// <summary>A name is for people and decides nothing, so the grain need not know.</summary>
    Task Rename(TenantId tenant, string name);
}
