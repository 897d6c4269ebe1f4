namespace Orleans.WhatsApp.Chats;

/// <summary>A text of ours, known again: WhatsApp trims what is sent and writes line ends its own way.</summary>
public static class SentText
{
    public static bool IsSame(string sent, string seen) => Plain(sent) == Plain(seen);

    /// <summary>What is the same of it however it comes back.</summary>
    internal static string Plain(string text) => text.ReplaceLineEndings("\n").Trim();
}
