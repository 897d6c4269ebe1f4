using System.Text.RegularExpressions;

namespace Orleans.WhatsApp.Silo.Rest.Wire;

/// <summary>IANA names of time zones, as this machine's own list has them.</summary>
internal static partial class TimeZones
{
    /// <summary>The look-up reads a file of that name, so it is given no other than a name.</summary>
    public static bool IsOne(string name) => name.Length <= 64 && Name().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId;

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}\\z")]
    private static partial Regex Name();
}
