using System.Globalization;
using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Orleans.WhatsApp.Storage.Accounts;

namespace Orleans.WhatsApp.Silo.SignIn;

/// <summary>Makes and reads access tokens. One algorithm, one issuer, one audience, the product's clock.</summary>
internal sealed class AccessTokens(SigningKey key, IOptions<JwtOptions> options, TimeProvider clock)
{
    private const string Issuer = "orleans-whatsapp";
    private const string Audience = "orleans-whatsapp-api";

    /// <summary>How much longer than it says a token is taken: clocks differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    // Inbound claim mapping would rename "sub" and "role" to URLs of another age.
    private readonly JwtSecurityTokenHandler _handler = new() { MapInboundClaims = false, SetDefaultTimesOnTokenCreation = false };

    public TimeSpan Lifetime => options.Value.AccessTokenLifetime;

    public string Make(User user)
    {
        var now = clock.GetUtcNow();
        return _handler.WriteToken(new JwtSecurityToken(
            Issuer,
            Audience,
            Claims(user),
            now.UtcDateTime,
            (now + Lifetime).UtcDateTime,
            new SigningCredentials(key.Key, SecurityAlgorithms.HmacSha256)));
    }

    /// <summary>As reading a token of this user gives, one that is taken until then.</summary>
    public static ClaimsPrincipal Principal(User user, DateTimeOffset endsAt)
    {
        var expiry = (endsAt - Skew).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new(new ClaimsIdentity([.. Claims(user), new Claim(CallerClaims.Expiry, expiry)], TokenAuthentication.Scheme, CallerClaims.Name, CallerClaims.Role));
    }

    /// <summary>Null if the token is not one of ours or not valid now.</summary>
    public ClaimsPrincipal? Read(string token)
    {
        if (token.Length > 4096 || !_handler.CanReadToken(token)) return null;
        try
        {
            var principal = _handler.ValidateToken(token, Parameters(), out var read);
            return read is JwtSecurityToken { Header.Alg: SecurityAlgorithms.HmacSha256 } ? principal : null;
        }
        catch (Exception cause) when (cause is SecurityTokenException or ArgumentException)
        {
            return null;
        }
    }

    private static Claim[] Claims(User user) =>
    [
        new(CallerClaims.User, user.Id.ToString()),
        new(CallerClaims.Tenant, user.Tenant.ToString()),
        new(CallerClaims.Name, user.Name),
        new(CallerClaims.Role, Roles.Word(user.Role)),
        new(CallerClaims.Generation, user.TokenGeneration.ToString(CultureInfo.InvariantCulture)),
        .. user.IsPlatformAdmin ? [new Claim(CallerClaims.Platform, "true")] : Array.Empty<Claim>(),
    ];

    private TokenValidationParameters Parameters() => new()
    {
        ValidIssuer = Issuer,
        ValidAudience = Audience,
        IssuerSigningKey = key.Key,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        NameClaimType = CallerClaims.Name,
        RoleClaimType = CallerClaims.Role,
        AuthenticationType = TokenAuthentication.Scheme,
        LifetimeValidator = (from, until, _, _) =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            return until is not null && now < until + Skew && (from is null || now >= from - Skew);
        },
    };
}
