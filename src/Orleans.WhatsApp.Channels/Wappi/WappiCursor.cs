using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>Where a profile's next poll goes on. Times are Unix seconds of the provider's clock.</summary>
/// <param name="At">When the chats were listed last and all that had changed was read.</param>
/// <param name="Floor">Nothing from before this is told: it belongs to the time before the first poll.</param>
/// <param name="Chats">The chats of the last hour, as they were when they were read: time and id of their last message.</param>
/// <param name="Seen">The messages of the last minutes that were told, and what was told of them; our own for an hour, as long as they are not read. What is told again after that the inbox knows.</param>
/// <param name="From">Chats with more than one poll reads, and how far they have been read.</param>
internal sealed record WappiCursor(
    [property: JsonPropertyName("at")] long At,
    [property: JsonPropertyName("floor")] long Floor,
    [property: JsonPropertyName("chats")] Dictionary<string, WappiCursor.Chat> Chats,
    [property: JsonPropertyName("seen")] Dictionary<string, WappiCursor.Told> Seen,
    [property: JsonPropertyName("from")] Dictionary<string, long> From)
{
    /// <summary>What is stamped so long ago may still come in: the message of the same second, a delivery, what was under way while another chat was read.</summary>
    public const long Overlap = 60;

    /// <summary>How long ago a message may have been written that the phone hears of only now.</summary>
    public const long Late = 3600;

    private const long Remembered = 600;
    private const int MostEntries = 1000;

    internal sealed record Chat([property: JsonPropertyName("at")] long At, [property: JsonPropertyName("id")] string Id)
    {
        /// <summary>Holds a message of ours that is not read yet.</summary>
        [JsonPropertyName("open"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsOpen { get; init; }

        /// <summary>When it was asked last how those are doing.</summary>
        [JsonPropertyName("asked"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public long AskedAt { get; init; }
    }

    internal sealed record Told([property: JsonPropertyName("at")] long At, [property: JsonPropertyName("as")] string As)
    {
        [JsonPropertyName("open"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsOpen { get; init; }
    }

    /// <summary>The last minute counts, since a number that was just linked may have been written to meanwhile.</summary>
    public static WappiCursor Begin(long now) => new(now, now - Overlap, [], [], []);

    /// <summary>Null for one that is empty or cannot be read.</summary>
    public static WappiCursor? Parse(string text)
    {
        try
        {
            return text.Length > 0 && JsonSerializer.Deserialize<WappiCursor>(text) is { Chats: not null, Seen: not null, From: not null } cursor ? cursor : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Chats that nobody has written to since are not listed any more.</summary>
    public long ListedFrom => Math.Max(Floor, At - Late);

    /// <summary>From where a chat is to be read.</summary>
    public long Since(string chat) => Math.Max(Floor, From.TryGetValue(chat, out var reached) ? reached
        : Chats.TryGetValue(chat, out var known) ? Math.Min(known.At, At) - Overlap : At - Late);

    /// <summary>After all that had changed was read.</summary>
    public WappiCursor Complete(long now)
    {
        var at = Math.Max(At, now);
        return this with
        {
            At = at,
            Chats = Newest(Chats, chat => chat.At, at - Late),
            Seen = Newest(Seen, told => told.IsOpen ? told.At + Late - Remembered : told.At, at - Remembered),
            From = [],
        };
    }

    public override string ToString() => JsonSerializer.Serialize(this);

    private static Dictionary<string, T> Newest<T>(Dictionary<string, T> entries, Func<T, long> at, long since) =>
        entries.Where(entry => at(entry.Value) >= since).OrderByDescending(entry => at(entry.Value)).Take(MostEntries).ToDictionary();
}
