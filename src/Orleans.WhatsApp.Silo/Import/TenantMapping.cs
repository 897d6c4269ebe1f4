using System.Collections.Immutable;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Storage.Import;

namespace Orleans.WhatsApp.Silo.Import;

/// <summary>A tenant of the other system as ours, with its agents and its number. Pure.</summary>
internal static class TenantMapping
{
    /// <param name="accounts">The provider's accounts that the tenant's chats name.</param>
    public static (ImportedTenant Tenant, IReadOnlyList<Fault> Notes) Of(
        ExportedTenant tenant, IReadOnlyList<ExportedAgent> agents, IReadOnlySet<string> accounts, ChatOptions options, DateTimeOffset now)
    {
        var (id, notes) = (ImportIds.Tenant(tenant.Id), new List<Fault>());
        if (tenant.Name is null) notes.Add(Fault.Nameless);
        var createdAt = tenant.CreatedAt ?? now;
        var settings = new ImportedSettings(
            tenant.Name ?? tenant.Id, tenant.IsActive, tenant.Features, AgentOf(tenant, id, agents, notes),
            GracePeriod(tenant, options), Blacklist(tenant, notes), Channel(tenant, id, accounts), createdAt);
        return (new(id, settings, Agents(id, agents, now)), notes);
    }

    public static ImmutableArray<ImportedAgent> Agents(TenantId tenant, IEnumerable<ExportedAgent> agents, DateTimeOffset now) =>
        [.. agents.Select(agent => new ImportedAgent(new(ImportIds.Agent(tenant, agent.Id), agent.Name, agent.ExternalId, agent.IsActive), agent.CreatedAt ?? now))];

    private static TimeSpan GracePeriod(ExportedTenant tenant, ChatOptions options) =>
        options.Clamp(tenant.GracePeriodSeconds is { } seconds and > 0 and < int.MaxValue ? TimeSpan.FromSeconds(seconds) : options.DefaultGracePeriod);

    /// <summary>The seed's second migration: where only the provider's id is known, the agent that has it.</summary>
    private static AgentId? AgentOf(ExportedTenant tenant, TenantId id, IReadOnlyList<ExportedAgent> agents, List<Fault> notes)
    {
        if ((tenant.AgentId ?? tenant.ElevenLabsAgentId) is not { } wanted) return null;
        var agent = agents.FirstOrDefault(agent => tenant.AgentId is null ? agent.ExternalId == wanted : agent.Id == wanted);
        if (agent is not null) return ImportIds.Agent(id, agent.Id);
        notes.Add(Fault.UnknownAgent(wanted));
        return null;
    }

    private static ImmutableArray<ListedNumber> Blacklist(ExportedTenant tenant, List<Fault> notes)
    {
        var numbers = new List<ListedNumber>();
        for (var place = 0; place < tenant.Blacklist.Length; place++)
        {
            if (PhoneKey.Of(tenant.Blacklist[place]) is { Length: > 0 } key) numbers.Add(new(tenant.Blacklist[place]!.Trim(), key));
            else notes.Add(Fault.BadNumber(place + 1));
        }

        return [.. numbers.DistinctBy(number => number.MatchKey)];
    }

    /// <summary>Not linked. With the account's id <c>connect</c> reconnects that account, under which the provider calls the chats as it did.</summary>
    private static ChannelAccount Channel(ExportedTenant tenant, TenantId id, IReadOnlySet<string> accounts) => new(
        id, ChannelKey.Of(id, ImportIds.Provider).Channel, ImportIds.Provider, tenant.AccountId, ChannelStatus.Disconnected, tenant.Phone, LinkedAt: null,
        HasMigrated: tenant.AccountId.Length == 0 || accounts.Any(account => account.Length > 0 && account != tenant.AccountId));
}
