namespace Orleans.WhatsApp.Silo.SignIn;

/// <summary>Length is what makes a password hard to guess; rules about its characters only make it hard to remember.</summary>
internal static class PasswordRules
{
    public const int Fewest = 12;
    public const int Most = 256;

    public static bool Allow(string password, string email) =>
        password.Length is >= Fewest and <= Most && !string.Equals(password.Trim(), email, StringComparison.OrdinalIgnoreCase);
}
