using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Accounts;

internal sealed class UserRegister(IDatabase database) : IUserRegister
{
    public Task<bool> Invite(User user, Invitation invitation) => database.Write(async session =>
    {
        if (await session.Execute(UserStatements.Insert(user)) == 0) return false;
        await session.Execute(UserStatements.Insert(invitation));
        return true;
    });

    public Task<(RegisterAnswer Answer, User? User)> Change(Registrar by, UserId user, UserChange change, DateTimeOffset now) => Administer(
        user,
        found => Permission(by, found),
        found => found with { Name = change.Name ?? found.Name, Role = change.Role ?? found.Role, IsActive = change.IsActive ?? found.IsActive },
        after => after!.IsActive ? [] : [UserStatements.EndFamilies(user, now), UserStatements.ForgetInvitations(user)]);

    public Task<(RegisterAnswer Answer, User? User)> Reset(Registrar by, Invitation invitation, DateTimeOffset now) => Administer(
        invitation.User,
        found => Permission(by, found),
        found => found with { PasswordHash = "" },
        _ => Invited(invitation, now));

    public async Task<RegisterAnswer> Delete(Registrar by, UserId user, DateTimeOffset now) => (await Administer(
        user, found => Permission(by, found), _ => null, _ => [UserStatements.EndFamilies(user, now), UserStatements.ForgetInvitations(user)])).Answer;

    private const string SelectPlatformAdmins = $"""
        select {UserStatements.Columns}
        from users
        where is_platform_admin
        order by created_at, id
        limit @limit offset @offset
        """;

    private const string CountPlatformAdmins = "select count(*) from users where is_platform_admin";

    public Task<Page<User>> PlatformAdmins(int page, int limit) => database.Read(async session => new Page<User>(
        await session.Query(new(SelectPlatformAdmins, ("limit", limit), ("offset", (long)(page - 1) * limit)), UserStatements.Read),
        (await session.Query(new(CountPlatformAdmins), row => row.Number(0)))[0]));

    public Task<(RegisterAnswer Answer, User? User)> MakePlatformAdmin(Invitation invitation, DateTimeOffset now) => Administer(
        invitation.User,
        found => found.IsPlatformAdmin ? RegisterAnswer.IsPlatformAdmin : RegisterAnswer.Done,
        found => found with { IsPlatformAdmin = true, PasswordHash = "" },
        _ => Invited(invitation, now));

    public async Task<RegisterAnswer> RemovePlatformAdmin(UserId user) => (await Administer(
        user, found => found.IsPlatformAdmin ? RegisterAnswer.Done : RegisterAnswer.Unknown, found => found with { IsPlatformAdmin = false }, _ => [])).Answer;

    /// <summary>Nobody is signed in as the user any more, and this invitation is the one way in.</summary>
    private static Statement[] Invited(Invitation invitation, DateTimeOffset now) =>
        [UserStatements.EndFamilies(invitation.User, now), UserStatements.ForgetInvitations(invitation.User), UserStatements.Insert(invitation)];

    private static RegisterAnswer Permission(Registrar by, User found) =>
        found.Tenant != by.Tenant ? RegisterAnswer.Unknown
        : found.IsPlatformAdmin && !by.IsPlatformAdmin ? RegisterAnswer.PlatformAdminsOnly
        : RegisterAnswer.Done;

    // Each statement sees what was committed before it, so after the gate nobody's rights shrink under what is read here.
    private const string PassGate = "update account_gate set passes = passes + 1";

    private const string Update = """
        update users set
          name = @name, role = @role, is_active = @is_active, password_hash = @password_hash, is_platform_admin = @is_platform_admin, token_generation = @generation
        where id = @id
        """;

    private const string DeleteUser = "delete from users where id = @id";

    /// <param name="change">Null: the user goes.</param>
    private Task<(RegisterAnswer Answer, User? User)> Administer(UserId id, Func<User, RegisterAnswer> permission, Func<User, User?> change, Func<User?, Statement[]> also) =>
        database.Write(async session =>
        {
            await session.ExecuteAll([new(PassGate), UserStatements.Lock(id)]);
            if (await session.First(UserStatements.ById(id), UserStatements.Read) is not { } before) return (RegisterAnswer.Unknown, (User?)null);
            if (permission(before) is not RegisterAnswer.Done and var refusal) return (refusal, null);

            var after = change(before);
            if (RunsTenant(before) && !RunsTenant(after) && !await Any(session, new(OtherAdmins, ("tenant", before.Tenant.Value), ("id", id.Value)))) return (RegisterAnswer.LastAdmin, null);
            if (RunsPlatform(before) && !RunsPlatform(after) && !await Any(session, new(OtherPlatformAdmins, ("id", id.Value)))) return (RegisterAnswer.LastPlatformAdmin, null);

            if (after is not null && after with { Name = before.Name } != before) after = after with { TokenGeneration = before.TokenGeneration + 1 };
            await session.ExecuteAll([after is null ? new(DeleteUser, ("id", id.Value)) : Written(after), .. also(after)]);
            return (RegisterAnswer.Done, after);
        });

    private static Statement Written(User user) => new(
        Update,
        ("id", user.Id.Value),
        ("name", user.Name),
        ("role", user.Role.Word()),
        ("is_active", user.IsActive),
        ("password_hash", user.PasswordHash),
        ("is_platform_admin", user.IsPlatformAdmin),
        ("generation", user.TokenGeneration));

    private static bool RunsTenant(User? user) => user is { Role: Role.Admin, IsActive: true, HasPassword: true };

    private static bool RunsPlatform(User? user) => user is { IsPlatformAdmin: true, IsActive: true, HasPassword: true };

    private const string OtherAdmins = """
        select 1 from users
        where tenant_id = @tenant and id <> @id and role = 'admin' and is_active and password_hash <> ''
        limit 1
        """;

    private const string OtherPlatformAdmins = "select 1 from users where is_platform_admin and id <> @id and is_active and password_hash <> '' limit 1";

    private static async ValueTask<bool> Any(ISqlSession session, Statement statement) => (await session.Query(statement, _ => true)).Count > 0;
}
