using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Storage.Feed;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Tenants;

internal sealed class TenantStore(IDatabase database, TimeProvider clock) : ITenantStore
{
    private static readonly TimeSpan DefaultGracePeriod = new ChatPolicy().GracePeriod;

    private const string SelectTenant = "select name, is_active, agent_id, grace_period_ms, retention_days, time_zone from tenants where id = @tenant";
    private const string SelectFeatures = "select feature from tenant_features where tenant_id = @tenant order by feature";
    private const string SelectAgents = "select id, name, external_id, is_active from agents where tenant_id = @tenant order by created_at, id";
    private const string SelectBlacklist = "select phone, match_key from blacklist where tenant_id = @tenant order by created_at, match_key";

    private const string SelectIgnored = "select phone, match_key from ignored_numbers where tenant_id = @tenant order by created_at, match_key";

    public Task<TenantSettings?> Load(TenantId tenant) => database.Read(async session =>
    {
        var settings = await session.First(new(SelectTenant, ("tenant", tenant.Value)), row => new TenantSettings(
            tenant, row.Text(0), row.Flag(1), [], Config(row, 2), [], []));
        return settings is null ? null : settings with
        {
            Features = [.. await session.Query(new(SelectFeatures, ("tenant", tenant.Value)), row => row.Text(0))],
            Agents = [.. await session.Query(new(SelectAgents, ("tenant", tenant.Value)), row => new Agent(new(row.Id(0)), row.Text(1), row.Text(2), row.Flag(3)))],
            Blacklist = [.. await session.Query(new(SelectBlacklist, ("tenant", tenant.Value)), row => new ListedNumber(row.Text(0), row.Text(1)))],
            Ignored = [.. await session.Query(new(SelectIgnored, ("tenant", tenant.Value)), row => new ListedNumber(row.Text(0), row.Text(1)))],
        };
    });

    private const string Insert = """
        insert into tenants (id, name, is_active, agent_id, grace_period_ms, created_at)
        values (@tenant, @name, true, null, @grace_period, @now)
        on conflict do nothing
        """;

    public Task Create(TenantId tenant, string name, DateTimeOffset now) =>
        database.Execute(new(Insert, ("tenant", tenant.Value), ("name", name), ("grace_period", Milliseconds(DefaultGracePeriod)), ("now", now)));

    private const string UpdateConfig = """
        update tenants set agent_id = @agent, grace_period_ms = @grace_period, retention_days = @retention_days, time_zone = @time_zone
        where id = @tenant
        """;

    public Task SaveConfig(TenantId tenant, TenantConfig config) => Change(tenant, "config", new Statement(
        UpdateConfig,
        ("tenant", tenant.Value),
        ("agent", config.Agent?.Value),
        ("grace_period", Milliseconds(config.GracePeriod)),
        ("retention_days", config.RetentionDays),
        ("time_zone", config.TimeZone)));

    private const string UpdateActive = "update tenants set is_active = @is_active where id = @tenant";

    public Task SetActive(TenantId tenant, bool isActive) =>
        Change(tenant, "activity", new Statement(UpdateActive, ("tenant", tenant.Value), ("is_active", isActive)));

    private const string DeleteFeatures = "delete from tenant_features where tenant_id = @tenant";
    private const string InsertFeature = "insert into tenant_features (tenant_id, feature) values (@tenant, @feature) on conflict do nothing";

    public Task SetFeatures(TenantId tenant, IReadOnlyList<string> features) => Change(
        tenant,
        "features",
        [new(DeleteFeatures, ("tenant", tenant.Value)), .. features.Select(feature => new Statement(InsertFeature, ("tenant", tenant.Value), ("feature", feature)))]);

    private const string UpsertAgent = """
        insert into agents (tenant_id, id, name, external_id, is_active, created_at)
        values (@tenant, @agent, @name, @external_id, @is_active, @now)
        on conflict (tenant_id, id) do update set name = excluded.name, external_id = excluded.external_id, is_active = excluded.is_active
        """;

    public Task SaveAgent(TenantId tenant, Agent agent, DateTimeOffset now) => Change(tenant, "agents", new Statement(
        UpsertAgent,
        ("tenant", tenant.Value),
        ("agent", agent.Id.Value),
        ("name", agent.Name),
        ("external_id", agent.ExternalId),
        ("is_active", agent.IsActive),
        ("now", now)));

    private const string DeleteOneAgent = "delete from agents where tenant_id = @tenant and id = @agent";

    public Task<bool> DeleteAgent(TenantId tenant, AgentId agent) => database.Write(async session =>
        await session.Execute(new(DeleteOneAgent, ("tenant", tenant.Value), ("agent", agent.Value))) > 0
        && await session.Execute(FeedStatements.OfSettings(tenant, "agents", clock.GetUtcNow())) > 0);

    private const string UpsertBlacklisted = """
        insert into blacklist (tenant_id, match_key, phone, created_at)
        values (@tenant, @match_key, @phone, @now)
        on conflict (tenant_id, match_key) do update set phone = excluded.phone
        """;

    public Task AddToBlacklist(TenantId tenant, string phone, string matchKey, DateTimeOffset now) =>
        Change(tenant, "blacklist", new Statement(UpsertBlacklisted, ("tenant", tenant.Value), ("match_key", matchKey), ("phone", phone), ("now", now)));

    private const string DeleteBlacklisted = "delete from blacklist where tenant_id = @tenant and match_key = @match_key";

    public Task RemoveFromBlacklist(TenantId tenant, string matchKey) =>
        Change(tenant, "blacklist", new Statement(DeleteBlacklisted, ("tenant", tenant.Value), ("match_key", matchKey)));

    private const string UpsertIgnored = """
        insert into ignored_numbers (tenant_id, match_key, phone, created_at)
        values (@tenant, @match_key, @phone, @now)
        on conflict (tenant_id, match_key) do update set phone = excluded.phone
        """;

    public Task Ignore(TenantId tenant, string phone, string matchKey, DateTimeOffset now) =>
        Change(tenant, "ignored", new Statement(UpsertIgnored, ("tenant", tenant.Value), ("match_key", matchKey), ("phone", phone), ("now", now)));

    private const string DeleteIgnored = "delete from ignored_numbers where tenant_id = @tenant and match_key = @match_key";

    public Task StopIgnoring(TenantId tenant, string matchKey) =>
        Change(tenant, "ignored", new Statement(DeleteIgnored, ("tenant", tenant.Value), ("match_key", matchKey)));

    private const string SelectChatsOf = """
        select channel_id, id from chats
        where tenant_id = @tenant and phone_key = @phone_key and phone_key <> ''
        order by created_at
        """;

    public async Task<IReadOnlyList<ChatKey>> ChatsOf(TenantId tenant, string phoneMatchKey) => await database.Query(
        new(SelectChatsOf, ("tenant", tenant.Value), ("phone_key", phoneMatchKey)), row => new ChatKey(tenant, new(row.Id(0)), new(row.Id(1))));

    private const string SelectChatsWithSession = """
        select channel_id, id from chats
        where tenant_id = @tenant and session_id is not null
        order by session_started_at
        """;

    public async Task<IReadOnlyList<ChatKey>> ChatsWithSession(TenantId tenant) =>
        await database.Query(new(SelectChatsWithSession, ("tenant", tenant.Value)), row => new ChatKey(tenant, new(row.Id(0)), new(row.Id(1))));

    private const string SelectChatsWithSessionOfPhone = """
        select channel_id, id from chats
        where tenant_id = @tenant and phone_key = @phone_key and phone_key <> '' and session_id is not null
        order by session_started_at
        """;

    public async Task<IReadOnlyList<ChatKey>> ChatsWithSession(TenantId tenant, string phoneMatchKey) => await database.Query(
        new(SelectChatsWithSessionOfPhone, ("tenant", tenant.Value), ("phone_key", phoneMatchKey)), row => new ChatKey(tenant, new(row.Id(0)), new(row.Id(1))));

    private const string SelectAll = "select id from tenants order by created_at, id";

    public async Task<IReadOnlyList<TenantId>> All() => await database.Query(new(SelectAll), row => new TenantId(row.Id(0)));

    private Task<int> Change(TenantId tenant, string what, params IReadOnlyList<Statement> statements) => database.Write(async session =>
    {
        await session.ExecuteAll([.. statements, FeedStatements.OfSettings(tenant, what, clock.GetUtcNow())]);
        return statements.Count;
    });

    private static TenantConfig Config(Row row, int first) =>
        new(row.IdOrNull(first) is { } agent ? new(agent) : null, TimeSpan.FromMilliseconds(row.Number(first + 1)))
        {
            RetentionDays = row.IsNull(first + 2) ? null : row.Int(first + 2),
            TimeZone = row.Text(first + 3),
        };

    private static long Milliseconds(TimeSpan period) => (long)period.TotalMilliseconds;
}
