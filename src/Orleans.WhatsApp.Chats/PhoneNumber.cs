namespace Orleans.WhatsApp.Chats;

/// <summary>A phone number as it is dialled. Compared are numbers by their <see cref="PhoneKey"/>.</summary>
public static class PhoneNumber
{
    private const int FewestDigits = 7;
    private const int MostDigits = 15;

    /// <summary>E.164 with its plus; empty if the text is not a whole number with its country (+90…, 0090… or 90…).</summary>
    public static string Of(string? text)
    {
        if (PhoneKey.Of(text).Length == 0) return "";
        var digits = string.Concat(text!.Where(char.IsAsciiDigit));
        if (digits.StartsWith("00", StringComparison.Ordinal)) digits = digits[2..];
        return digits.Length is >= FewestDigits and <= MostDigits && digits[0] != '0' ? "+" + digits : "";
    }
}
