using System.Text.Json;

namespace Orleans.WhatsApp.Simulation;

/// <summary>What a webhook says.</summary>
/// <param name="Kind">contact or own.</param>
internal sealed record Told(string Kind, int Chat, string Id, string Text, DateTimeOffset At)
{
    public byte[] Body() => JsonSerializer.SerializeToUtf8Bytes(this);
}
