using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Storage.Dashboard;

/// <summary>
/// What somebody looks for: the beginnings of words in a contact's name or in a message, all of them in one place; or any part of a phone number.
/// Capitals and accents do not matter.
/// </summary>
public sealed record SearchText
{
    public const int MostCharacters = 200;

    /// <summary>A word of a message must be this long for its beginning to be enough: shorter ones begin half of all there is.</summary>
    internal const int ShortestBeginning = 2;

    private const int FewestDigits = 3;

    private SearchText(string text)
    {
        Text = text;
        Digits = DigitsOf(text);
        Key = PhoneKey.Of(text);
    }

    /// <summary>As it was asked; each database takes the words from it as it takes them from what it looks in.</summary>
    public string Text { get; }

    /// <summary>The number's digits as far as they are known, without the zeros before an area or a country; empty if the text is no part of a number.</summary>
    internal string Digits { get; }

    /// <summary>Empty if the text is no whole number.</summary>
    internal string Key { get; }

    /// <summary>What is looked for in names and numbers.</summary>
    internal string OfContact => Digits.Length > 0 ? Digits : Text;

    /// <summary>Null if there is nothing to look for.</summary>
    public static SearchText? Of(string? text) => string.IsNullOrWhiteSpace(text) ? null : new(text.Trim());

    private static string DigitsOf(string text)
    {
        Span<char> digits = stackalloc char[MostCharacters];
        var length = 0;
        foreach (var character in text)
        {
            if (character is >= '0' and <= '9' && length < digits.Length) digits[length++] = character;
            else if (character is not ('+' or ' ' or '-' or '(' or ')' or '.' or '/' or '\u00A0')) return "";
        }

        var known = digits[..length].TrimStart('0');
        return known.Length < FewestDigits ? "" : known.ToString();
    }
}
