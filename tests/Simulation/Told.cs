using System.Text.Json;

namespace Orleans.WhatsApp.Simulation;

/// <summary>What a webhook says.</summary>
/// <param name="Kind">contact or own; of a message that was written before: edited, deleted, reaction, delivered or read.</param>
/// <param name="Id">The message's.</param>
/// <param name="IsPhoto">The text is its caption.</param>
internal sealed record Told(string Kind, int Chat, string Id, string Text, DateTimeOffset At, bool IsPhoto = false)
{
    /// <summary>Somebody wrote.</summary>
    public bool IsMessage => Kind is "contact" or "own";

    public byte[] Body() => JsonSerializer.SerializeToUtf8Bytes(this);
}
