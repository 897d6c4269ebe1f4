using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Audit;

namespace Orleans.WhatsApp.Silo.SignIn;

/// <summary>
/// Compares passwords and locks out who guesses: the network that does, and where many do, everybody. What it answers, and when, is the same for an address that
/// nobody has: the lock too, which the owner with the right password meets as well in that network until it ends or an admin resets the password.
/// </summary>
internal sealed partial class Guard(
    ISignInFailures failures, FailedSignIns networks, IPasswordHasher<User> hasher, IOptions<AccountOptions> options, TimeProvider clock, ILogger<Guard> log)
{
    private const int Turns = 64;

    /// <summary>One who guesses from that many networks locks the address for all of them.</summary>
    private const int NetworksAtOnce = 10;

    /// <summary>Checked against when nobody has the address, so that the time taken does not tell.</summary>
    private readonly Lazy<string> _nobodysHash = new(() => hasher.HashPassword(null!, "nobody"));

    /// <summary>Addresses take turns: of many tries at once, those behind the last one allowed find the address locked.</summary>
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, Turns).Select(_ => new SemaphoreSlim(1))];

    /// <param name="refused">What the audit trail says of a wrong password for a user. Of an address that nobody has it says nothing, and nothing of tries while locked.</param>
    public async Task<PasswordCheck> Check(User? user, string email, string password, string network, Func<SignInNotes, UserId, AuditEntry> refused)
    {
        var turn = _turns[(uint)string.GetHashCode(email, StringComparison.OrdinalIgnoreCase) % Turns];
        await turn.WaitAsync();
        try
        {
            return await CheckInTurn(user, email, password, network, refused);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<PasswordCheck> CheckInTurn(User? user, string email, string password, string network, Func<SignInNotes, UserId, AuditEntry> refused)
    {
        if (networks.AreTooMany(network)) return new PasswordCheck.Locked(FailedSignIns.RetryAfter);
        var side = FailedSignIns.Side(network);
        var tries = await failures.Of(email, side);
        if (tries.LockedUntil - clock.GetUtcNow() is { Ticks: > 0 } wait) return new PasswordCheck.Locked(wait);

        var isKnown = user is { IsActive: true, HasPassword: true };
        // No longer than a password may be: hashing takes as long as the text.
        var isRight = password.Length <= PasswordRules.Most
            && hasher.VerifyHashedPassword(user!, isKnown ? user!.PasswordHash : _nobodysHash.Value, password) != PasswordVerificationResult.Failed;
        if (isKnown && isRight)
        {
            if (tries.OfNetwork > 0) await failures.Forget(email, side);
            return new PasswordCheck.Right();
        }

        networks.Count(network);
        var (most, notes) = (options.Value.MaxFailedSignIns, new SignInNotes(network, clock.GetUtcNow()));
        var allowed = new TriesAllowed(most, most * NetworksAtOnce, options.Value.FailureWindow, options.Value.LockPeriod);
        bool Locks(FailedTries tries) => tries.OfNetwork == allowed.OfNetwork || tries.OfAll == allowed.OfAll;
        var counted = await failures.Count(email, side, notes.Now, allowed, tries => user is null ? []
            : Locks(tries) ? [refused(notes, user.Id), notes.Locked(user.Id)]
            : [refused(notes, user.Id)]);
        if (Locks(counted) && user is not null) LogLocked(user.Id, counted.OfAll == allowed.OfAll ? "anywhere" : network, allowed.LockFor);
        return new PasswordCheck.Wrong();
    }

    public Task Forget(string email) => failures.ForgetAll(email);

    [LoggerMessage(EventId = 5201, Level = LogLevel.Warning, Message = "User {UserId} cannot sign in from {Network} for {Period}: too many wrong passwords")]
    private partial void LogLocked(UserId userId, string network, TimeSpan period);
}

internal abstract record PasswordCheck
{
    private PasswordCheck() { }

    public sealed record Right : PasswordCheck;

    public sealed record Wrong : PasswordCheck;

    public sealed record Locked(TimeSpan RetryAfter) : PasswordCheck;
}
