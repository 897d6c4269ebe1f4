using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Storage.Accounts;

/// <summary>A one-time token by which a user sets a password, known only by its hash.</summary>
public sealed record Invitation(string Hash, UserId User, DateTimeOffset ExpiresAt);

/// <summary>What is null stays as it is.</summary>
public sealed record UserChange(string? Name = null, Role? Role = null, bool? IsActive = null);

public enum RegisterAnswer
{
    Done,
    Unknown,

    /// <summary>The tenant would be left without an active admin who has a password.</summary>
    LastAdmin,

    /// <summary>The installation would be left without an active platform admin who has a password.</summary>
    LastPlatformAdmin,

    /// <summary>A platform admin is changed by platform admins alone; a tenant's admin could become one otherwise.</summary>
    PlatformAdminsOnly,

    /// <summary>The user is a platform admin already.</summary>
    IsPlatformAdmin,
}

/// <summary>Who acts on a tenant's users.</summary>
public readonly record struct Registrar(TenantId Tenant, bool IsPlatformAdmin);

/// <summary>
/// Who may do what. Changes of it pass one after the other, so that what is checked still holds when it is written. A user whose rights shrink begins a new
/// generation of access tokens.
/// </summary>
public interface IUserRegister
{
    /// <summary>Adds a user, without a password, and an invitation. False if the e-mail address is taken.</summary>
    Task<bool> Invite(User user, Invitation invitation);

    /// <summary>Who is no longer active is signed out and can accept no invitation.</summary>
    Task<(RegisterAnswer Answer, User? User)> Change(Registrar by, UserId user, UserChange change, DateTimeOffset now);

    /// <summary>Takes the password, signs the user out, and replaces all earlier invitations by this one.</summary>
    Task<(RegisterAnswer Answer, User? User)> Reset(Registrar by, Invitation invitation, DateTimeOffset now);

    Task<RegisterAnswer> Delete(Registrar by, UserId user, DateTimeOffset now);

    Task<Page<User>> PlatformAdmins(int page, int limit);

    /// <summary>
    /// Makes a user of any tenant a platform admin. Whoever invited him may have set his password, whatever his address says: it is taken, he is signed out, and this
    /// invitation takes the place of all earlier ones.
    /// </summary>
    Task<(RegisterAnswer Answer, User? User)> MakePlatformAdmin(Invitation invitation, DateTimeOffset now);

    /// <summary>He keeps what he is in his tenant; <see cref="RegisterAnswer.Unknown"/> for one who is none.</summary>
    Task<RegisterAnswer> RemovePlatformAdmin(UserId user);
}
