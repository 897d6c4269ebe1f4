using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Accounts;

namespace Orleans.WhatsApp.Silo.SignIn;

/// <summary>Checks passwords and refresh tokens and hands out new pairs.</summary>
internal sealed partial class SignInDesk(
    IUserStore users, IPasswordHasher<User> hasher, AccessTokens tokens, FailedSignIns failures, IOptions<JwtOptions> options,
        TimeProvider clock, ILogger<SignInDesk> log)
{
    /// <summary>Checked against when nobody has the address, so that the time taken does not tell.</summary>
    private readonly Lazy<string> _nobodysHash = new(() => hasher.HashPassword(null!, "nobody"));

    public async Task<SignInResult> SignIn(string email, string password, string network)
    {
        var address = email.Trim().ToLowerInvariant();
        if (failures.AreTooMany(network, address)) return new SignInResult.TooMany();

        var user = await users.ByEmail(address);
        var hash = user?.PasswordHash ?? _nobodysHash.Value;
        var isRight = hasher.VerifyHashedPassword(user!, hash, password) != PasswordVerificationResult.Failed;
        if (user is { IsActive: true } && isRight) return await Give(user, Guid.NewGuid());

        failures.Count(network, address);
        return new SignInResult.Refused();
    }

    /// <summary>
    /// A token is taken once. One that comes again was stolen from somebody: its family ends, for the thief and for the owner.
    /// </summary>
    public async Task<SignInResult> Refresh(string refreshToken)
    {
        var (use, token) = await users.UseRefreshToken(Hash(refreshToken), clock.GetUtcNow());
        if (use == RefreshUse.Reused) LogReused(token!.User);
        return use == RefreshUse.Accepted && await users.ById(token!.User) is { IsActive: true } user
            ? await Give(user, token.Family)
            : new SignInResult.Refused();
    }

    private async Task<SignInResult> Give(User user, Guid family)
    {
        var refreshToken = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var isSaved = await users.SaveRefreshToken(
            new RefreshToken(Hash(refreshToken), user.Id, family, clock.GetUtcNow() + options.Value.RefreshTokenLifetime), user.TokenGeneration);
        return isSaved ? new SignInResult.Given(tokens.Make(user), refreshToken, tokens.Lifetime, user) : new SignInResult.Refused();
    }

    /// <summary>The token is random, so a plain hash is enough: a copy of the database lets nobody in.</summary>
    private static string Hash(string refreshToken) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(refreshToken)));

    [LoggerMessage(EventId = 5200, Level = LogLevel.Warning,
        Message = "A refresh token of user {UserId} came a second time; its family has ended")]
    private partial void LogReused(UserId userId);
}

internal abstract record SignInResult
{
    private SignInResult() { }

    public sealed record Given(string AccessToken, string RefreshToken, TimeSpan Lifetime, User User) : SignInResult;

    public sealed record Refused : SignInResult;

    public sealed record TooMany : SignInResult;
}
