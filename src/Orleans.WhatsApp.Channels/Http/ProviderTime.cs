namespace Orleans.WhatsApp.Channels;

/// <summary>
/// Nothing on WhatsApp is older than this, and no provider's clock is a day ahead: such a time is an error, and adding a duration to year 9999 would throw.
/// </summary>
internal static class ProviderTime
{
    public static readonly DateTimeOffset Earliest = new(2009, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);
    private static readonly long LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    public static bool IsBelievable(DateTimeOffset at, DateTimeOffset receivedAt) => at >= Earliest && at - receivedAt < Ahead;

    /// <summary>Null where none are told, and where they say a time that cannot be.</summary>
    /// <param name="seconds">Since 1970.</param>
    public static DateTimeOffset? OfSeconds(long seconds, DateTimeOffset receivedAt) =>
        seconds > 0 && seconds <= LastSecond && DateTimeOffset.FromUnixTimeSeconds(seconds) is var at && IsBelievable(at, receivedAt) ? at : null;
}
