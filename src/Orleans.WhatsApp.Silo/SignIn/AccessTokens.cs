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
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    // Inbound claim mapping would rename "sub" and "role" to URLs of another age.
    private readonly JwtSecurityTokenHandler _handler = new() { MapInboundClaims = false, SetDefaultTimesOnTokenCreation = false };

    public TimeSpan Lifetime => options.Value.AccessTokenLifetime;

    public string Make(User user)
    {
        var now = clock.GetUtcNow();
        return _handler.WriteToken(new JwtSecurityToken(
            Issuer,
            Audience,
            [
                new Claim(CallerClaims.User, user.Id.ToString()),
                new Claim(CallerClaims.Tenant, user.Tenant.ToString()),
                new Claim(CallerClaims.Name, user.Name),
                new Claim(CallerClaims.Role, Roles.Word(user.Role)),
                new Claim(CallerClaims.Generation, user.TokenGeneration.ToString(CultureInfo.InvariantCulture)),
                .. user.IsPlatformAdmin ? [new Claim(CallerClaims.Platform, "true")] : Array.Empty<Claim>(),
            ],
            now.UtcDateTime,
            (now + Lifetime).UtcDateTime,
            new SigningCredentials(key.Key, SecurityAlgorithms.HmacSha256)));
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
