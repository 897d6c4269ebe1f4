namespace Orleans.WhatsApp.Channels;

/// <summary>
/// Nothing on WhatsApp is older than this, and no provider's clock is a day ahead: such a time is an error, and adding a duration to year 9999 would throw.
/// </summary>
internal static class ProviderTime
{
    public static readonly DateTimeOffset Earliest = new(2009, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    public static bool IsBelievable(DateTimeOffset at, DateTimeOffset receivedAt) => at >= Earliest && at - receivedAt < Ahead;
}
