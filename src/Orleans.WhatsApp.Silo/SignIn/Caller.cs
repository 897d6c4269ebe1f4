using System.Globalization;
using System.Security.Claims;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Accounts;

namespace Orleans.WhatsApp.Silo.SignIn;

internal static class CallerClaims
{
    public const string User = "sub";
    public const string Tenant = "tenant_id";
    public const string Name = "name";
    public const string Role = "role";
    public const string Expiry = "exp";

    /// <summary>Present and "true" for platform admins alone.</summary>
    public const string Platform = "platform";

    /// <summary>The generation of the user's tokens; absent in those of a version that had none, which is the first.</summary>
    public const string Generation = "gen";

    public static UserId UserId(this ClaimsPrincipal caller) => new(Guid.Parse(caller.FindFirstValue(User)!));

    public static TenantId TenantId(this ClaimsPrincipal caller) => new(Guid.Parse(caller.FindFirstValue(Tenant)!));

    public static bool IsPlatformAdmin(this ClaimsPrincipal caller) => caller.HasClaim(Platform, "true");

    public static long TokenGeneration(this ClaimsPrincipal caller) =>
        long.TryParse(caller.FindFirstValue(Generation), CultureInfo.InvariantCulture, out var generation) ? generation : 0;

    /// <summary>Until when the caller's token is taken.</summary>
    public static DateTimeOffset AccessEndsAt(this ClaimsPrincipal caller) =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(caller.FindFirstValue(Expiry)!, CultureInfo.InvariantCulture)) + AccessTokens.Skew;

    public static string DisplayName(this ClaimsPrincipal caller) => caller.FindFirstValue(Name) ?? "";
}

/// <summary>The policies' names; each role may do what the ones below it may.</summary>
internal static class Roles
{
    public const string Admin = "admin";
    public const string Manager = "manager";
    public const string Member = "member";

    /// <summary>Beside them: manages tenants, and sees nothing of what is inside by it.</summary>
    public const string Platform = "platform";

    public static string Word(Role role) => role switch
    {
        Role.Admin => Admin,
        Role.Manager => Manager,
        _ => Member,
    };
}
