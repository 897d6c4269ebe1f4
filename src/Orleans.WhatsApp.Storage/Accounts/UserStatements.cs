using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Accounts;

/// <summary>What more than one of the accounts' stores says to the database. Rows are locked in one order: the gate, the user, then what belongs to the user.</summary>
internal static class UserStatements
{
    public const string Columns = "id, tenant_id, email, name, role, password_hash, is_active, created_at, is_platform_admin, token_generation";

    public static User Read(Row row) => new(
        new(row.Id(0)), new(row.Id(1)), row.Text(2), row.Text(3), row.Word<Role>(4), row.Text(5), row.Flag(6), row.Time(7))
    {
        IsPlatformAdmin = row.Flag(8),
        TokenGeneration = row.Number(9),
    };

    public static string Lower(string email) => email.Trim().ToLowerInvariant();

    private const string InsertUser = """
        insert into users (id, tenant_id, email, name, role, password_hash, is_active, created_at, is_platform_admin)
        values (@id, @tenant, @email, @name, @role, @password_hash, @is_active, @created_at, @is_platform_admin)
        on conflict (email) do nothing
        """;

    /// <summary>Changes nothing if the e-mail address is taken.</summary>
    public static Statement Insert(User user) => new(
        InsertUser,
        ("id", user.Id.Value),
        ("tenant", user.Tenant.Value),
        ("email", Lower(user.Email)),
        ("name", user.Name),
        ("role", user.Role.Word()),
        ("password_hash", user.PasswordHash),
        ("is_active", user.IsActive),
        ("created_at", user.CreatedAt),
        ("is_platform_admin", user.IsPlatformAdmin));

    private const string InsertInvitation = "insert into invitations (hash, user_id, expires_at) values (@hash, @user, @expires_at)";

    public static Statement Insert(Invitation invitation) =>
        new(InsertInvitation, ("hash", invitation.Hash), ("user", invitation.User.Value), ("expires_at", invitation.ExpiresAt));

    private const string SelectById = $"select {Columns} from users where id = @id";

    public static Statement ById(UserId user) => new(SelectById, ("id", user.Value));

    private const string LockUser = "update users set token_generation = token_generation where id = @id";

    /// <summary>Nobody else changes the user until this transaction ends.</summary>
    public static Statement Lock(UserId user) => new(LockUser, ("id", user.Value));

    private const string DeleteInvitations = "delete from invitations where user_id = @user";

    public static Statement ForgetInvitations(UserId user) => new(DeleteInvitations, ("user", user.Value));

    private const string UpdateFamilies = """
        update refresh_families set ended_at = @now
        where ended_at is null and family in (select family from refresh_tokens where user_id = @user)
        """;

    /// <summary>The user's row must have been changed or locked before, in the same transaction: a sign-in that is just being given could be missed.</summary>
    public static Statement EndFamilies(UserId user, DateTimeOffset now) => new(UpdateFamilies, ("user", user.Value), ("now", now));
}
