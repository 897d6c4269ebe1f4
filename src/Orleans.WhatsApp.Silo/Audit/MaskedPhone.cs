namespace Orleans.WhatsApp.Silo.Audit;

internal static class MaskedPhone
{
    private const int Shown = 4;
    private const int FewestDigits = 7;

    /// <summary>The last four digits, enough to tell numbers apart and too little to name anybody: what the audit keeps of a contact outlives the contact.</summary>
    public static string Of(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return digits.Length < FewestDigits ? "…" : $"…{digits[^Shown..]}";
    }
}
