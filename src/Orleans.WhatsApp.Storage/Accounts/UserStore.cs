using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Audit;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Accounts;

internal sealed class UserStore(IDatabase database) : IUserStore
{
    private const string SelectByEmail = $"select {UserStatements.Columns} from users where email = @email";

    public Task<User?> ByEmail(string email) => database.First(new(SelectByEmail, ("email", UserStatements.Lower(email))), UserStatements.Read);

    public Task<User?> ById(UserId id) => database.First(UserStatements.ById(id), UserStatements.Read);

    private const string SelectByIdOfTenant = $"select {UserStatements.Columns} from users where tenant_id = @tenant and id = @id";

    public async Task<IReadOnlyDictionary<UserId, User>> ByIds(TenantId tenant, IReadOnlyCollection<UserId> ids)
    {
        if (ids.Count == 0) return new Dictionary<UserId, User>();

        return await database.Read(async session =>
        {
            var users = new Dictionary<UserId, User>();
            foreach (var id in ids.Distinct())
            {
                if (await session.First(new(SelectByIdOfTenant, ("tenant", tenant.Value), ("id", id.Value)), UserStatements.Read) is { } user) users.Add(id, user);
            }

            return users;
        });
    }

    private const string SelectOfTenant = $"""
        select {UserStatements.Columns}
        from users
        where tenant_id = @tenant
        order by lower(name), id
        limit @limit offset @offset
        """;

    private const string CountOfTenant = "select count(*) from users where tenant_id = @tenant";

    public Task<Page<User>> Of(TenantId tenant, int page, int limit) => database.Read(async session => new Page<User>(
        await session.Query(new(SelectOfTenant, ("tenant", tenant.Value), ("limit", limit), ("offset", (long)(page - 1) * limit)), UserStatements.Read),
        (await session.Query(new(CountOfTenant, ("tenant", tenant.Value)), row => row.Number(0)))[0]));

    public async Task<bool> Create(User user) => await database.Execute(UserStatements.Insert(user)) > 0;

    // A lock as well: whoever ends the user's families either waits for this new one, or has begun a generation that is seen here.
    private const string HoldGeneration = "update users set token_generation = token_generation where id = @user and token_generation = @generation and is_active";

    private const string InsertFamily = "insert into refresh_families (family) values (@family) on conflict do nothing";

    // A sign-in that was ended while its token was being renewed: the new pair would outlive it.
    private const string HoldFamily = "update refresh_families set ended_at = ended_at where family = @family and ended_at is null";
    private const string InsertToken = """
        insert into refresh_tokens (hash, family, user_id, expires_at)
        values (@hash, @family, @user, @expires_at)
        """;

    // What came of the same token before, and never arrived, or arrived at somebody else: it counts as used when that token was.
    private const string PutAsideSiblings = """
        update refresh_tokens
        set used_at = (select max(o.used_at) from refresh_tokens o where o.user_id = @user and o.family = @family)
        where user_id = @user and family = @family and used_at is null
        """;

    public Task<bool> SaveRefreshToken(RefreshToken token, long generation, AuditEntry? note = null) => database.Write(async session =>
    {
        if (await session.Execute(new(HoldGeneration, ("user", token.User.Value), ("generation", generation))) == 0) return false;

        var isNew = await session.Execute(new(InsertFamily, ("family", token.Family))) > 0;
        if (await session.Execute(new(HoldFamily, ("family", token.Family))) == 0) return false;

        await session.ExecuteAll(
        [
            .. isNew ? [] : (Statement[])[new(PutAsideSiblings, ("user", token.User.Value), ("family", token.Family))],
            new(InsertToken, ("hash", token.Hash), ("family", token.Family), ("user", token.User.Value), ("expires_at", token.ExpiresAt)),
            .. AuditStatements.InsertIf(note),
        ]);
        return true;
    });

    /// <summary>A lost answer is asked for again at once, or when the network is back.</summary>
    private static readonly TimeSpan ComesAgainFor = TimeSpan.FromMinutes(1);

    // The family's end is one row, looked at when a token is used.
    private const string Use = """
        update refresh_tokens set used_at = @now
        where hash = @hash and used_at is null and expires_at > @now
          and exists (select 1 from refresh_families f where f.family = refresh_tokens.family and f.ended_at is null)
        """;

    private const string SelectToken = """
        select t.hash, t.user_id, t.family, t.expires_at, t.used_at is not null, f.ended_at is not null,
          coalesce(t.used_at > @since and t.expires_at > @now
            and not exists (select 1 from refresh_tokens o where o.user_id = t.user_id and o.family = t.family and o.used_at > t.used_at), false)
        from refresh_tokens t join refresh_families f on f.family = t.family
        where t.hash = @hash
        """;

    private const string EndOneFamily = "update refresh_families set ended_at = @now where family = @family and ended_at is null";

    public Task<(RefreshUse Use, RefreshToken? Token)> UseRefreshToken(
        string hash, DateTimeOffset now, Func<UserId, AuditEntry>? noteOfReuse = null) => database.Write(async session =>
    {
        var accepted = await session.Execute(new(Use, ("hash", hash), ("now", now))) > 0;
        var found = await session.First(new(SelectToken, ("hash", hash), ("now", now), ("since", now - ComesAgainFor)), row => new
        {
            Token = new RefreshToken(row.Text(0), new(row.Id(1)), row.Id(2), row.Time(3)),
            IsUsed = row.Flag(4),
            IsEnded = row.Flag(5),
            MayComeAgain = row.Flag(6),
        });

        if (found is null) return (RefreshUse.Unknown, (RefreshToken?)null);
        if (accepted || found is { IsEnded: false, MayComeAgain: true }) return (RefreshUse.Accepted, found.Token);
        if (!found.IsUsed && !found.IsEnded) return (RefreshUse.Expired, found.Token);

        var hasEnded = await session.Execute(new(EndOneFamily, ("family", found.Token.Family), ("now", now))) > 0;
        if (hasEnded && noteOfReuse is not null) await session.Execute(AuditStatements.Insert(noteOfReuse(found.Token.User)));
        return (RefreshUse.Reused, found.Token);
    });

    private const string SelectOwner = "select user_id from refresh_tokens where hash = @hash";

    private const string EndFamilyOfToken = """
        update refresh_families set ended_at = @now
        where ended_at is null and family in (select family from refresh_tokens where hash = @hash)
        """;

    public Task EndFamily(string hash, DateTimeOffset now, Func<UserId, AuditEntry>? note = null) => database.Write(async session =>
    {
        var hasEnded = await session.Execute(new(EndFamilyOfToken, ("hash", hash), ("now", now))) > 0;
        if (hasEnded && note is not null && await session.Query(new(SelectOwner, ("hash", hash)), row => new UserId(row.Id(0))) is [var owner])
            await session.Execute(AuditStatements.Insert(note(owner)));
        return hasEnded;
    });

    private const string NextGeneration = "update users set token_generation = token_generation + 1 where id = @user";

    public Task SignOutEverywhere(UserId user, DateTimeOffset now) => database.Write(async session =>
    {
        await session.ExecuteAll([new(NextGeneration, ("user", user.Value)), UserStatements.EndFamilies(user, now)]);
        return user;
    });

    private const string SetFirstPlatformAdmin = """
        update users set is_platform_admin = true
        where id = @user and not exists (select 1 from users where is_platform_admin)
        """;

    public Task MakeFirstPlatformAdmin(UserId user) => database.Execute(new(SetFirstPlatformAdmin, ("user", user.Value)));
}
