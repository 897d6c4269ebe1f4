using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Import;

/// <summary>A tenant comes whole; one that is there has an admin who decides about it, and gets only agents that are missing, which nobody uses until he says so.</summary>
internal static class TenantImportStatements
{
    private const string SelectTenant = "select 1 from tenants where id = @tenant";

    public static async ValueTask<bool> IsThere(ISqlSession session, TenantId tenant) =>
        (await session.Query(new(SelectTenant, ("tenant", tenant.Value)), row => row.Number(0))).Count > 0;

    private const string SelectAgents = "select id from agents where tenant_id = @tenant";

    private const string SelectAccount = "select 1 from channels where provider = @provider and account_id = @account";

    public static async ValueTask<TenantOutcome> Put(ISqlSession session, ImportedTenant tenant)
    {
        // By what the insert did, since another run may be making the same tenant now.
        var isNew = tenant.Settings is { } made && await session.Execute(Insert(tenant.Id, made)) > 0;
        if (!isNew && !await IsThere(session, tenant.Id)) return new(false, false, new HashSet<AgentId>(), false);

        var known = (await session.Query(new(SelectAgents, ("tenant", tenant.Id.Value)), row => new AgentId(row.Id(0)))).ToHashSet();
        await session.ExecuteAll([.. tenant.Agents.Where(one => !known.Contains(one.Agent.Id)).Select(one => Insert(tenant.Id, one))]);
        return new(true, isNew, known, isNew && await PutBelongings(session, tenant.Id, tenant.Settings!));
    }

    /// <summary>True if the channel's account is another tenant's.</summary>
    private static async ValueTask<bool> PutBelongings(ISqlSession session, TenantId tenant, ImportedSettings settings)
    {
        var channel = settings.Channel;
        var isTaken = channel.AccountId.Length > 0
            && (await session.Query(new(SelectAccount, ("provider", channel.Provider), ("account", channel.AccountId)), row => row.Number(0))).Count > 0;
        await session.ExecuteAll(
        [
            .. settings.Features.Select(feature => new Statement(InsertFeature, ("tenant", tenant.Value), ("feature", feature))),
            .. settings.Blacklist.Select(number => new Statement(
                InsertBlacklisted, ("tenant", tenant.Value), ("match_key", number.MatchKey), ("phone", number.Phone), ("now", settings.CreatedAt))),
            // Without its account the provider's chat ids will be others, and each must be looked up.
            Insert(isTaken ? channel with { AccountId = "", HasMigrated = true } : channel),
        ]);
        return isTaken;
    }

    private const string InsertTenant = """
        insert into tenants (id, name, is_active, agent_id, grace_period_ms, created_at)
        values (@tenant, @name, @is_active, @agent, @grace_period, @created_at)
        on conflict do nothing
        """;

    private static Statement Insert(TenantId tenant, ImportedSettings settings) => new(
        InsertTenant,
        ("tenant", tenant.Value),
        ("name", settings.Name),
        ("is_active", settings.IsActive),
        ("agent", settings.Agent?.Value),
        ("grace_period", (long)settings.GracePeriod.TotalMilliseconds),
        ("created_at", settings.CreatedAt));

    private const string InsertFeature = "insert into tenant_features (tenant_id, feature) values (@tenant, @feature) on conflict do nothing";

    private const string InsertBlacklisted = """
        insert into blacklist (tenant_id, match_key, phone, created_at)
        values (@tenant, @match_key, @phone, @now)
        on conflict do nothing
        """;

    private const string InsertAgent = """
        insert into agents (tenant_id, id, name, external_id, is_active, created_at)
        values (@tenant, @agent, @name, @external_id, @is_active, @created_at)
        on conflict do nothing
        """;

    private static Statement Insert(TenantId tenant, ImportedAgent imported) => new(
        InsertAgent,
        ("tenant", tenant.Value),
        ("agent", imported.Agent.Id.Value),
        ("name", imported.Agent.Name),
        ("external_id", imported.Agent.ExternalId),
        ("is_active", imported.Agent.IsActive),
        ("created_at", imported.CreatedAt));

    private const string InsertChannel = """
        insert into channels (tenant_id, id, provider, account_id, status, phone, linked_at, has_migrated)
        values (@tenant, @channel, @provider, @account, @status, @phone, null, @has_migrated)
        """;

    private static Statement Insert(ChannelAccount account) => new(
        InsertChannel,
        ("tenant", account.Tenant.Value),
        ("channel", account.Channel.Value),
        ("provider", account.Provider),
        ("account", account.AccountId),
        ("status", account.Status.Word()),
        ("phone", account.Phone),
        ("has_migrated", account.HasMigrated));
}
