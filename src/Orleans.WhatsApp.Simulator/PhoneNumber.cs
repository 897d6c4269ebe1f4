namespace Orleans.WhatsApp.Simulator;

/// <summary>Phone numbers are written by people in many ways; only the digits count.</summary>
internal static class PhoneNumber
{
    public static string Digits(string phone)
    {
        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        return digits.Length > 0 ? digits : throw new ArgumentException($"'{phone}' holds no digits.", nameof(phone));
    }
}
