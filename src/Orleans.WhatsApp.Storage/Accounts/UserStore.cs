using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Accounts;

internal sealed class UserStore(IDatabase database) : IUserStore
{
    private const string SelectByEmail = """
        select id, tenant_id, email, name, role, password_hash, is_active, created_at
        from users
        where email = @email
        """;

    public Task<User?> ByEmail(string email) => database.First(new(SelectByEmail, ("email", Lower(email))), Read);

    private const string SelectById = """
        select id, tenant_id, email, name, role, password_hash, is_active, created_at
        from users
        where id = @id
        """;

    public Task<User?> ById(UserId id) => database.First(new(SelectById, ("id", id.Value)), Read);

    private const string SelectByIdOfTenant = """
        select id, tenant_id, email, name, role, password_hash, is_active, created_at
        from users
        where tenant_id = @tenant and id = @id
        """;

    public async Task<IReadOnlyDictionary<UserId, User>> ByIds(TenantId tenant, IReadOnlyCollection<UserId> ids)
    {
        if (ids.Count == 0) return new Dictionary<UserId, User>();

        return await database.Read(async session =>
        {
            var users = new Dictionary<UserId, User>();
            foreach (var id in ids.Distinct())
            {
                if (await session.First(new(SelectByIdOfTenant, ("tenant", tenant.Value), ("id", id.Value)), Read) is { } user) users.Add(id, user);
            }

            return users;
        });
    }

    private const string Insert = """
        insert into users (id, tenant_id, email, name, role, password_hash, is_active, created_at)
        values (@id, @tenant, @email, @name, @role, @password_hash, @is_active, @created_at)
        on conflict (email) do nothing
        """;

    public async Task<bool> Create(User user) => await database.Execute(new(
        Insert,
        ("id", user.Id.Value),
        ("tenant", user.Tenant.Value),
        ("email", Lower(user.Email)),
        ("name", user.Name),
        ("role", user.Role.Word()),
        ("password_hash", user.PasswordHash),
        ("is_active", user.IsActive),
        ("created_at", user.CreatedAt))) > 0;

    private const string InsertFamily = "insert into refresh_families (family) values (@family) on conflict do nothing";
    private const string InsertToken = """
        insert into refresh_tokens (hash, family, user_id, expires_at)
        values (@hash, @family, @user, @expires_at)
        """;

    public Task SaveRefreshToken(RefreshToken token) => database.Write(async session =>
    {
        await session.ExecuteAll(
        [
            new(InsertFamily, ("family", token.Family)),
            new(InsertToken, ("hash", token.Hash), ("family", token.Family), ("user", token.User.Value), ("expires_at", token.ExpiresAt)),
        ]);
        return true;
    });

    // The family's end is one row, looked at when a token is used: a successor saved just after the end is dead as well.
    private const string Use = """
        update refresh_tokens set used_at = @now
        where hash = @hash and used_at is null and expires_at > @now
          and exists (select 1 from refresh_families f where f.family = refresh_tokens.family and f.ended_at is null)
        """;

    private const string SelectToken = """
        select t.hash, t.user_id, t.family, t.expires_at, t.used_at is not null, f.ended_at is not null
        from refresh_tokens t join refresh_families f on f.family = t.family
        where t.hash = @hash
        """;

    private const string EndFamily = "update refresh_families set ended_at = @now where family = @family and ended_at is null";

    public Task<(RefreshUse Use, RefreshToken? Token)> UseRefreshToken(string hash, DateTimeOffset now) => database.Write(async session =>
    {
        var accepted = await session.Execute(new(Use, ("hash", hash), ("now", now))) > 0;
        var found = await session.First(new(SelectToken, ("hash", hash)), row => new
        {
            Token = new RefreshToken(row.Text(0), new(row.Id(1)), row.Id(2), row.Time(3)),
            IsUsed = row.Flag(4),
            IsEnded = row.Flag(5),
        });

        if (found is null) return (RefreshUse.Unknown, (RefreshToken?)null);
        if (accepted) return (RefreshUse.Accepted, found.Token);
        if (!found.IsUsed && !found.IsEnded) return (RefreshUse.Expired, found.Token);

        await session.Execute(new(EndFamily, ("family", found.Token.Family), ("now", now)));
        return (RefreshUse.Reused, found.Token);
    });

    private static string Lower(string email) => email.Trim().ToLowerInvariant();

    private static User Read(Row row) => new(
        new(row.Id(0)), new(row.Id(1)), row.Text(2), row.Text(3), row.Word<Role>(4), row.Text(5), row.Flag(6), row.Time(7));
}
