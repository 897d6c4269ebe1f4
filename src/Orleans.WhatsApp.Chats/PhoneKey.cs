namespace Orleans.WhatsApp.Chats;

/// <summary>
/// The form in which phone numbers are compared, never dialled: E.164 digits, with spellings of one mobile number folded together
/// (Brazil's ninth digit, Mexico's 521, Argentina's 549). A send goes to the address that the provider last gave us.
/// </summary>
public static class PhoneKey
{
    /// <summary>Empty if the text holds no phone number of 7 to 15 digits.</summary>
    public static string Of(string? phone)
    {
        if (string.IsNullOrEmpty(phone)) return "";
        Span<char> digits = stackalloc char[16];
        var length = 0;
        foreach (var character in phone)
        {
            if (character is >= '0' and <= '9')
            {
                if (length == 15) return "";
                digits[length++] = character;
            }
            else if (character is not ('+' or ' ' or '-' or '(' or ')' or '.' or '/' or '\u00A0')) return "";
        }

        return length < 7 ? "" : Fold(digits[..length]);
    }

    private static string Fold(ReadOnlySpan<char> digits) => digits switch
    {
        ['0', '0', .. var rest] when rest.Length >= 7 => Fold(rest),
        // A Brazilian mobile: country, area (two digits), 9, eight digits of which the first is 6 to 9. Landlines have no ninth digit.
        ['5', '5', var a, var b, '9', >= '6' and <= '9', ..] when digits.Length == 13 => $"55{a}{b}{digits[5..]}",
        ['5', '2', '1', ..] when digits.Length == 13 => $"52{digits[3..]}",
        ['5', '4', '9', ..] when digits.Length == 13 => $"54{digits[3..]}",
        _ => digits.ToString(),
    };
}
