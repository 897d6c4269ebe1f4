using Orleans.WhatsApp.Storage.Audit;

namespace Orleans.WhatsApp.Storage.Accounts;

/// <summary>How often somebody tried to sign in with this e-mail address and failed.</summary>
public sealed record FailedTries(int Count, DateTimeOffset? LockedUntil)
{
    public static FailedTries None { get; } = new(0, null);
}

/// <summary>Counted for every address that is tried, whether or not it is a user's. Only a hash of the address is kept.</summary>
public interface ISignInFailures
{
    Task<FailedTries> Of(string email);

    /// <summary>Counts one more. Failures older than the window are forgotten; the one that reaches the limit locks the address.</summary>
    /// <param name="notes">What is written of it, in the same transaction: so a try takes no longer for an address that somebody has.</param>
    Task<FailedTries> Count(string email, DateTimeOffset now, int limit, TimeSpan window, TimeSpan lockFor, Func<FailedTries, IEnumerable<AuditEntry>>? notes = null);

    Task Forget(string email);
}
