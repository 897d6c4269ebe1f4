using Orleans.WhatsApp.Storage.Audit;

namespace Orleans.WhatsApp.Storage.Accounts;

/// <summary>How often somebody tried to sign in with an e-mail address and failed.</summary>
/// <param name="OfNetwork">From the network that is asked about.</param>
/// <param name="OfAll">From any, that one among them.</param>
/// <param name="LockedUntil">For that network, by either of the two.</param>
public sealed record FailedTries(int OfNetwork, int OfAll, DateTimeOffset? LockedUntil)
{
    public static FailedTries None { get; } = new(0, 0, null);
}

/// <summary>How many there may be within the window. The last of them locks the address for that network, or for all.</summary>
public sealed record TriesAllowed(int OfNetwork, int OfAll, TimeSpan Window, TimeSpan LockFor);

/// <summary>
/// Counted for every address that is tried, whether or not it is a user's, and for each network that tries it: who guesses shall not lock out the owner, who is
/// somewhere else. Only hashes of the two are kept.
/// </summary>
public interface ISignInFailures
{
    Task<FailedTries> Of(string email, string network);

    /// <summary>Counts one more. Those older than the window are forgotten.</summary>
    /// <param name="notes">What is written of it, in the same transaction: so a try takes no longer for an address that somebody has.</param>
    Task<FailedTries> Count(string email, string network, DateTimeOffset now, TriesAllowed allowed, Func<FailedTries, IEnumerable<AuditEntry>>? notes = null);

    /// <summary>Of that network alone: what others try goes on being counted.</summary>
    Task Forget(string email, string network);

    Task ForgetAll(string email);
}
