namespace Orleans.WhatsApp.Silo.Rest.Wire;

/// <summary>What a text on the wire must be, whatever it means.</summary>
internal static class Texts
{
    public const int MostOfName = 200;
    private const int MostOfMessage = 65_536;

    /// <summary>Each says something, on one line, without control characters.</summary>
    public static bool AreLines(int mostCharacters, params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
            if (string.IsNullOrWhiteSpace(text) || text.Length > mostCharacters || text.Any(char.IsControl)) return false;
        return true;
    }

    /// <summary>What is wrong with a message's text, as a problem's code; null if nothing is.</summary>
    public static string? FaultOfMessage(string text) => text switch
    {
        _ when string.IsNullOrWhiteSpace(text) => "empty_text",
        { Length: > MostOfMessage } => "text_too_long",
        _ when HasOddCharacters(text) => "invalid_text",
        _ => null,
    };

    /// <summary>Line breaks and tabs are part of a text; what else steers a terminal is not.</summary>
    public static bool HasOddCharacters(string text) => text.Any(one => char.IsControl(one) && !char.IsWhiteSpace(one));
}
