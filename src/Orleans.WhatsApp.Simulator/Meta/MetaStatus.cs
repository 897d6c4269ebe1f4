namespace Orleans.WhatsApp.Simulator;

/// <summary>What a status webhook says of a message that was sent through the Cloud API.</summary>
public sealed record MetaStatus(string Word, int? ErrorCode = null)
{
    public static MetaStatus Sent { get; } = new("sent");

    public static MetaStatus Delivered { get; } = new("delivered");

    public static MetaStatus Read { get; } = new("read");

    /// <summary>The contact has listened to the voice message.</summary>
    public static MetaStatus Played { get; } = new("played");

    /// <summary>Final; the code says why, for example 131026 (undeliverable) or 131047 (window closed).</summary>
    public static MetaStatus Failed(int errorCode) => new("failed", errorCode);

    /// <summary>A word with its error code, as scripts write it: <c>sent</c>, <c>failed:131026</c>.</summary>
    public static MetaStatus Parse(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Split(':') switch
        {
            ["sent" or "delivered" or "read" or "played"] => new MetaStatus(word),
            ["failed"] => Failed(131026),
            ["failed", var code] when int.TryParse(code, out var number) => Failed(number),
            _ => throw new ArgumentException($"'{word}' is no status: sent, delivered, read, played, failed, failed:<code>.", nameof(word)),
        };
    }
}
