using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Audit;

namespace Orleans.WhatsApp.Silo.SignIn;

/// <summary>Checks passwords and refresh tokens and hands out new pairs.</summary>
internal sealed partial class SignInDesk(
    IUserStore users, IPasswordStore passwords, Guard guard, AccessTokens tokens, Standings standings, IPasswordHasher<User> hasher, IOptions<JwtOptions> options,
        TimeProvider clock, ILogger<SignInDesk> log)
{
    public async Task<SignInResult> SignIn(string email, string password, string network)
    {
        var user = await users.ByEmail(email);
        return await guard.Check(user, email, password, network, (notes, known) => notes.Refused(known)) switch
        {
            PasswordCheck.Right => await Give(user!, Guid.NewGuid(), Notes(network).SignedIn(user!.Id)),
            PasswordCheck.Locked locked => new SignInResult.TooMany(locked.RetryAfter),
            _ => new SignInResult.Refused(),
        };
    }

    /// <summary>
    /// A token is taken once, or again at once if its successor has not been used: the answer was lost. One that comes again later was stolen from somebody: its family
    /// ends, for the thief and for the owner.
    /// </summary>
    public async Task<SignInResult> Refresh(string refreshToken, string network)
    {
        var (use, token) = await users.UseRefreshToken(SecretToken.Hash(refreshToken), clock.GetUtcNow(), Notes(network).TokenReused);
        if (use == RefreshUse.Reused) LogReused(token!.User);
        return use == RefreshUse.Accepted && await users.ById(token!.User) is { } user ? await Give(user, token.Family) : new SignInResult.Refused();
    }

    public Task SignOut(string refreshToken, string network) => users.EndFamily(SecretToken.Hash(refreshToken), clock.GetUtcNow(), Notes(network).SignedOut);

    public async Task SignOutEverywhere(UserId user)
    {
        await users.SignOutEverywhere(user, clock.GetUtcNow());
        standings.Forget(user);
    }

    /// <summary>Who was invited, or whose password an admin took, sets one and is signed in.</summary>
    public async Task<SignInResult> Accept(string token, string password, string network)
    {
        var (hash, now) = (SecretToken.Hash(token), clock.GetUtcNow());
        if (await passwords.Invited(hash, now) is not { } invited) return new SignInResult.Refused();
        if (!PasswordRules.Allow(password, invited.Email)) return new SignInResult.WeakPassword();
        return await passwords.Accept(hash, hasher.HashPassword(invited, password), now, Notes(network).PasswordSet(invited.Id)) is { } user ? await GiveAfterChange(user) : new SignInResult.Refused();
    }

    /// <summary>One's own password. Everybody who was signed in with the old one is signed out, except the one who changes it.</summary>
    public async Task<SignInResult> ChangePassword(UserId id, string current, string next, string network)
    {
        if (await users.ById(id) is not { } user) return new SignInResult.Refused();
        if (!PasswordRules.Allow(next, user.Email)) return new SignInResult.WeakPassword();
        return await guard.Check(user, user.Email, current, network, (notes, known) => notes.ChangeRefused(known)) switch
        {
            PasswordCheck.Right => await passwords.Change(id, user.PasswordHash, hasher.HashPassword(user, next), clock.GetUtcNow(), Notes(network).PasswordChanged(id)) is { } changed
                ? await GiveAfterChange(changed)
                : new SignInResult.Refused(),
            PasswordCheck.Locked locked => new SignInResult.TooMany(locked.RetryAfter),
            _ => new SignInResult.Refused(),
        };
    }

    private async Task<SignInResult> GiveAfterChange(User user)
    {
        standings.Forget(user.Id);
        await guard.Forget(user.Email);
        return await Give(user, Guid.NewGuid());
    }

    private SignInNotes Notes(string network) => new(network, clock.GetUtcNow());

    private async Task<SignInResult> Give(User user, Guid family, AuditEntry? note = null)
    {
        var refreshToken = SecretToken.New();
        var isSaved = await users.SaveRefreshToken(
            new RefreshToken(SecretToken.Hash(refreshToken), user.Id, family, clock.GetUtcNow() + options.Value.RefreshTokenLifetime), user.TokenGeneration, note);
        return isSaved ? new SignInResult.Given(tokens.Make(user), refreshToken, tokens.Lifetime, user) : new SignInResult.Refused();
    }

    [LoggerMessage(EventId = 5200, Level = LogLevel.Warning,
        Message = "A refresh token of user {UserId} came a second time or after its family's end; its family has ended")]
    private partial void LogReused(UserId userId);
}

internal abstract record SignInResult
{
    private SignInResult() { }

    public sealed record Given(string AccessToken, string RefreshToken, TimeSpan Lifetime, User User) : SignInResult;

    public sealed record Refused : SignInResult;

    public sealed record WeakPassword : SignInResult;

    public sealed record TooMany(TimeSpan RetryAfter) : SignInResult;
}
