using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains.Feed;

namespace Orleans.WhatsApp.Silo.Live;

/// <summary>Events as text/event-stream, in the gateway's JSON.</summary>
internal sealed class EventLines(IOptions<JsonOptions> json, TimeProvider clock)
{
    /// <summary>A comment: clients take no notice of it.</summary>
    public static readonly ReadOnlyMemory<byte> Heartbeat = ": still here\n\n"u8.ToArray();

    private const string Retry = "retry: 2000\n\n";

    /// <param name="resumedFrom">Also the event's id, so that a client which is cut off before its refill loses nothing.</param>
    public ReadOnlyMemory<byte> Hello(long last, long? resumedFrom) =>
        Encoding.UTF8.GetBytes(Retry + Event("hello", resumedFrom ?? last, new HelloEvent(last, clock.GetUtcNow(), resumedFrom)));

    public ReadOnlyMemory<byte> Reset(long last, string reason) => Encoding.UTF8.GetBytes(Event("reset", last, new ResetEvent(last, clock.GetUtcNow(), reason)));

    /// <param name="events">At least one, without a gap.</param>
    public EventBatch Batch(IReadOnlyList<FeedEvent> events)
    {
        var text = new MemoryStream();
        var starts = new List<int>(events.Count);
        foreach (var told in events)
        {
            starts.Add((int)text.Length);
            text.Write(Encoding.UTF8.GetBytes(Event(told)));
        }

        return new EventBatch(events[0].Number, text.ToArray(), starts);
    }

    private string Event(FeedEvent told) => told.Kind switch
    {
        FeedKind.Chat => Event("chat", told.Number, new ChatEvent(told.Subject ?? Guid.Empty, told.Number, told.At, told.What, told.Mode, told.Status, told.Epoch)),
        FeedKind.Settings => Event("settings", told.Number, new SettingsEvent(told.Number, told.At, told.What)),
        FeedKind.Connection => Event("connection", told.Number, new ConnectionEvent(told.Number, told.At, told.Status == "ok", told.Status)),
        _ => throw new ArgumentOutOfRangeException(nameof(told), told.Kind, "Not a kind of event."),
    };

    private string Event<T>(string name, long id, T data) => $"event: {name}\nid: {id}\ndata: {JsonSerializer.Serialize(data, json.Value.SerializerOptions)}\n\n";
}
