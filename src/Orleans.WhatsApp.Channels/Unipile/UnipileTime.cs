using System.Globalization;

namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>Unipile writes ISO 8601 in UTC, with milliseconds or without, and on <c>after</c> and <c>before</c> takes exactly three digits of them.</summary>
internal static class UnipileTime
{
    private const string Query = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const string Stated = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";

    public static DateTimeOffset Read(string stated, DateTimeOffset receivedAt) =>
        DateTimeOffset.TryParseExact(stated, Stated, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
        && ProviderTime.IsBelievable(at, receivedAt)
            ? at
            : receivedAt;

    public static string Write(DateTimeOffset at) => at.ToUniversalTime().ToString(Query, CultureInfo.InvariantCulture);

    /// <summary>
    /// The exclusive <c>after</c> that still lets through what WhatsApp stamped with the whole second in which <paramref name="since"/> lies:
    /// its times carry no milliseconds, so a message sent at 12:00:00.700 says 12:00:00.000.
    /// </summary>
    public static DateTimeOffset JustBefore(DateTimeOffset since)
    {
        var at = since < ProviderTime.Earliest ? ProviderTime.Earliest : since.ToUniversalTime();
        return new DateTimeOffset(at.Ticks - at.Ticks % TimeSpan.TicksPerSecond, TimeSpan.Zero).AddMilliseconds(-1);
    }
}
