using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Feed;
using Orleans.WhatsApp.Grains.Presence;
using Orleans.WhatsApp.Silo.Rest.Wire;

namespace Orleans.WhatsApp.Silo.Live;

/// <summary>Events as text/event-stream, in the gateway's JSON.</summary>
internal sealed class EventLines(IOptions<JsonOptions> json, TimeProvider clock)
{
    /// <summary>A comment: clients take no notice of it.</summary>
    public static readonly ReadOnlyMemory<byte> Heartbeat = ": still here\n\n"u8.ToArray();

    private const string Retry = "retry: 2000\n\n";

    /// <param name="resumedFrom">Also the event's id, so that a client which is cut off before its refill loses nothing.</param>
    public ReadOnlyMemory<byte> Hello(long last, long? resumedFrom)
    {
        var now = clock.GetUtcNow();
        return Encoding.UTF8.GetBytes(Retry + Event("hello", resumedFrom ?? last, new HelloEvent(last, now, resumedFrom, now)));
    }

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

    /// <summary>Without a number: it is true for a moment and not told again to those who come back.</summary>
    /// <param name="reader">Left out of it: nobody is told of himself.</param>
    public ReadOnlyMemory<byte> Presence(PresenceHint hint, UserId reader) => Encoding.UTF8.GetBytes(Event("presence", new PresenceEvent(
        hint.Chat, [.. hint.People.Where(person => person.User != reader.Value).Select(PresentView.Of)])));

    public ReadOnlyMemory<byte> Demo(string phone) => Encoding.UTF8.GetBytes(Event("demo", new DemoEvent(phone)));

    private string Event(FeedEvent told) => told.Kind switch
    {
        FeedKind.Chat => Event("chat", told.Number, new ChatEvent(told.Subject ?? Guid.Empty, told.Number, told.At, told.What, told.Mode, told.Status, told.Epoch)),
        FeedKind.Settings => Event("settings", told.Number, new SettingsEvent(told.Number, told.At, told.What)),
        FeedKind.Connection => Event("connection", told.Number, new ConnectionEvent(told.Number, told.At, told.Status == "ok", told.Status)),
        _ => throw new ArgumentOutOfRangeException(nameof(told), told.Kind, "Not a kind of event."),
    };

    private string Event<T>(string name, long id, T data) => $"event: {name}\nid: {id}\n{Data(data)}";

    private string Event<T>(string name, T data) => $"event: {name}\n{Data(data)}";

    private string Data<T>(T data) => $"data: {JsonSerializer.Serialize(data, json.Value.SerializerOptions)}\n\n";
}
