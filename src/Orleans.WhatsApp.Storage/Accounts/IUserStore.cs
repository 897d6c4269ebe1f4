using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Audit;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Storage.Accounts;

public enum Role
{
    Member,
    Manager,
    Admin,
}

/// <summary>A person who signs in. E-mail addresses are unique over the installation, compared in lower case.</summary>
/// <param name="PasswordHash">Empty until the user has set one: invited, or reset.</param>
public sealed record User(UserId Id, TenantId Tenant, string Email, string Name, Role Role, string PasswordHash, bool IsActive, DateTimeOffset CreatedAt)
{
    /// <summary>May make tenants and switch them on and off; says nothing about what is inside them.</summary>
    public bool IsPlatformAdmin { get; init; }

    /// <summary>Access tokens of an earlier generation are worthless.</summary>
    public long TokenGeneration { get; init; }

    public bool HasPassword => PasswordHash.Length > 0;
}

/// <summary>
/// A refresh token, known only by its hash. Used once; its successor belongs to the same family, and a second use ends the family. Within a minute of the first use,
/// and while no successor was used, a second use is the first one again, whose answer was lost on its way; of their successors the last one saved is good.
/// </summary>
public sealed record RefreshToken(string Hash, UserId User, Guid Family, DateTimeOffset ExpiresAt);

public enum RefreshUse
{
    Accepted,
    Unknown,
    Expired,
    Reused,
}

public interface IUserStore
{
    Task<User?> ByEmail(string email);

    Task<User?> ById(UserId id);

    Task<IReadOnlyDictionary<UserId, User>> ByIds(TenantId tenant, IReadOnlyCollection<UserId> ids);

    /// <summary>In the order of their names.</summary>
    Task<Page<User>> Of(TenantId tenant, int page, int limit);

    /// <summary>False if the e-mail address is taken.</summary>
    Task<bool> Create(User user);

    /// <summary>
    /// False if the user is not active or of another generation by now: then whoever is being signed in proved himself with what no longer counts.
    /// </summary>
    /// <param name="note">Written in the same transaction, if the token is saved.</param>
    Task<bool> SaveRefreshToken(RefreshToken token, long generation, AuditEntry? note = null);

    /// <summary>Marks the token used, in one statement; a token used before, unless it may come again, ends its whole family.</summary>
    /// <param name="noteOfReuse">Written in the same transaction, if a family is ended; so of each family once.</param>
    Task<(RefreshUse Use, RefreshToken? Token)> UseRefreshToken(string hash, DateTimeOffset now, Func<UserId, AuditEntry>? noteOfReuse = null);

    /// <summary>Ends the family that the token belongs to, used or not.</summary>
    /// <param name="note">Written in the same transaction, if that ends it.</param>
    Task EndFamily(string hash, DateTimeOffset now, Func<UserId, AuditEntry>? note = null);

    /// <summary>Ends all of the user's families and begins a new generation of access tokens.</summary>
    Task SignOutEverywhere(UserId user, DateTimeOffset now);

    /// <summary>Does nothing once there is a platform admin.</summary>
    Task MakeFirstPlatformAdmin(UserId user);
}
