using System.Globalization;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Moscow time without fractions, beside the unix seconds.</summary>
internal static class WappiTime
{
    private static readonly TimeSpan Moscow = TimeSpan.FromHours(3);

    public static string Text(DateTimeOffset at) => at.ToOffset(Moscow).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>A bound of a query, which names no zone.</summary>
    public static bool TryRead(string text, out DateTimeOffset at)
    {
        var read = DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local);
        at = read ? new DateTimeOffset(local, Moscow) : default;
        return read;
    }
}
