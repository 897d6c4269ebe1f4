using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Storage.Accounts;

public enum Role
{
    Member,
    Manager,
    Admin,
}

/// <summary>A person who signs in. E-mail addresses are unique over the installation, compared in lower case.</summary>
public sealed record User(UserId Id, TenantId Tenant, string Email, string Name, Role Role, string PasswordHash, bool IsActive, DateTimeOffset CreatedAt);

/// <summary>A refresh token, known only by its hash. Used once; its successor belongs to the same family, and a second use ends the family.</summary>
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

    /// <summary>False if the e-mail address is taken.</summary>
    Task<bool> Create(User user);

    Task SaveRefreshToken(RefreshToken token);

    /// <summary>Marks the token used, in one statement; a token used before ends its whole family.</summary>
    Task<(RefreshUse Use, RefreshToken? Token)> UseRefreshToken(string hash, DateTimeOffset now);
}
