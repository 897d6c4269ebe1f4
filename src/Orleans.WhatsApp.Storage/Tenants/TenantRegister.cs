using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Tenants;

internal sealed class TenantRegister(IDatabase database) : ITenantRegister
{
    private const string SelectAll = """
        select t.id, t.name, t.is_active, t.created_at, f.feature
        from (select id, name, is_active, created_at from tenants order by created_at, id limit @limit offset @offset) t
        left join tenant_features f on f.tenant_id = t.id
        order by t.created_at, t.id, f.feature
        """;

    private const string CountAll = "select count(*) from tenants";

    public Task<Page<TenantEntry>> All(int page, int limit) => database.Read(async session => new Page<TenantEntry>(
        Gathered(await session.Query(new(SelectAll, ("limit", limit), ("offset", (long)(page - 1) * limit)), Read)),
        (await session.Query(new(CountAll), row => row.Number(0)))[0]));

    private const string SelectOne = """
        select t.id, t.name, t.is_active, t.created_at, f.feature
        from tenants t
        left join tenant_features f on f.tenant_id = t.id
        where t.id = @tenant
        order by f.feature
        """;

    public async Task<TenantEntry?> Find(TenantId tenant) =>
        Gathered(await database.Query(new(SelectOne, ("tenant", tenant.Value)), Read)) is [var found] ? found : null;

    private const string InsertTenant = """
        insert into tenants (id, name, is_active, agent_id, grace_period_ms, created_at)
        values (@tenant, @name, @is_active, null, @grace_period, @now)
        """;

    private const string InsertFeature = "insert into tenant_features (tenant_id, feature) values (@tenant, @feature) on conflict do nothing";

    public Task<bool> Add(TenantEntry tenant, TimeSpan gracePeriod, User admin, Invitation invitation) => database.Write(async session =>
    {
        // First, since it alone can be refused.
        if (await session.Execute(UserStatements.Insert(admin)) == 0) return false;
        await session.ExecuteAll(
        [
            new(
                InsertTenant, ("tenant", tenant.Id.Value), ("name", tenant.Name), ("is_active", tenant.IsActive),
                ("grace_period", (long)gracePeriod.TotalMilliseconds), ("now", tenant.CreatedAt)),
            .. tenant.Features.Select(feature => new Statement(InsertFeature, ("tenant", tenant.Id.Value), ("feature", feature))),
            UserStatements.Insert(invitation),
        ]);
        return true;
    });

    private const string UpdateName = "update tenants set name = @name where id = @tenant";

    public Task Rename(TenantId tenant, string name) => database.Execute(new(UpdateName, ("tenant", tenant.Value), ("name", name)));

    private static (TenantEntry Tenant, string? Feature) Read(Row row) =>
        (new(new(row.Id(0)), row.Text(1), row.Flag(2), [], row.Time(3)), row.TextOrNull(4));

    private static List<TenantEntry> Gathered(List<(TenantEntry Tenant, string? Feature)> rows) =>
    [
        .. rows.GroupBy(row => row.Tenant.Id)
            .Select(one => one.First().Tenant with { Features = [.. one.Select(row => row.Feature).OfType<string>()] }),
    ];
}
