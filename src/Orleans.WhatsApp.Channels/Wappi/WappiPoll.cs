using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>
/// What is new in a profile: the chats that have changed, and in each the messages since. A chat counts as changed when its last message is another one, not
/// only when it is a newer one: a phone that was away hears of messages in no order.
/// </summary>
internal sealed partial class WappiPoll(
    WappiHttp http, WappiHistory history, IOptionsMonitor<WappiOptions> options, TimeProvider clock, ILogger<WappiPoll> log)
{
    private const int PageSize = 100;
    private const int WaitingPerPoll = 2;

    public async Task<Polled?> Ask(string profile, string cursorText, CancellationToken stop)
    {
        if (await List(profile, WappiCursor.Parse(cursorText), stop) is not var (cursor, dialogs, now, isWhole)) return null;
        var changed = dialogs.Where(dialog => !dialog.IsKnownTo(cursor)).OrderBy(dialog => dialog.At).ToList();
        var (told, read, open) = (new List<(long At, ReceivedEvent Event)>(), 0, changed.Count);
        foreach (var dialog in changed.Concat(Again(dialogs, cursor, now)).Take(options.CurrentValue.ChatsPerPoll))
        {
            var since = DateTimeOffset.FromUnixTimeSeconds(cursor.Since(dialog.Chat));
            if (await history.Read(profile, dialog.Chat, since, stop) is not { } rows)
            {
                // What was read before it counts: a provider that fails now and then would otherwise never be read to the end.
                if (read == 0) return null;
                isWhole = false;
                break;
            }

            read++;
            open--;
            if (rows.IsRefused) LogChatRefused(profile);
            Tell(profile, dialog.Chat, rows, cursor, told);
            isWhole &= Note(dialog, rows, cursor, now);
        }

        var isDone = isWhole && open <= 0;
        // A quiet profile's cursor need not be written every few seconds: where nothing was read, an older one serves as well.
        if (isDone && read == 0 && cursorText.Length > 0 && now - cursor.At < WappiCursor.Overlap / 2) return new([], cursorText);
        return new([.. told.OrderBy(one => one.At).Select(one => one.Event)], (isDone ? cursor.Complete(now) : cursor).ToString());
    }

    /// <summary>
    /// Deliveries and readings move nothing in the list of chats. So chats of the last minute are read again, and of those that wait longer for our messages
    /// to be read a few in turn.
    /// </summary>
    private static IEnumerable<Dialog> Again(List<Dialog> dialogs, WappiCursor cursor, long now)
    {
        var known = dialogs.Where(dialog => dialog.IsKnownTo(cursor)).ToLookup(dialog => dialog.At >= now - WappiCursor.Overlap);
        return known[true].OrderByDescending(dialog => dialog.At)
            .Concat(known[false].Where(dialog => cursor.Chats[dialog.Chat].IsOpen).OrderBy(dialog => cursor.Chats[dialog.Chat].AskedAt).Take(WaitingPerPoll));
    }

    /// <summary>Remembers how far the chat has been read; false if not to its end.</summary>
    private static bool Note(Dialog dialog, WappiHistory.Rows rows, WappiCursor cursor, long now)
    {
        if (rows.IsWhole)
        {
            var isOpen = rows.Oldest.Any(row => IsOpen(new WappiElement(row)));
            cursor.Chats[dialog.Chat] = new(dialog.At, dialog.LastMessage) { IsOpen = isOpen, AskedAt = isOpen ? now : 0 };
            cursor.From.Remove(dialog.Chat);
            return true;
        }

        cursor.From[dialog.Chat] = Math.Max(cursor.Since(dialog.Chat), rows.Oldest.Count > 0 ? rows.Oldest[^1].Count("time"u8) : 0);
        cursor.Chats.Remove(dialog.Chat);
        return false;
    }

    private void Tell(string profile, string chat, WappiHistory.Rows rows, WappiCursor cursor, List<(long, ReceivedEvent)> told)
    {
        var receivedAt = clock.GetUtcNow();
        foreach (var row in rows.Oldest)
        {
            var element = new WappiElement(row);
            var news = new WappiCursor.Told(element.At(receivedAt).ToUnixTimeSeconds(), As(element)) { IsOpen = IsOpen(element) };
            if (cursor.Seen.TryGetValue(element.Id, out var known) && known.As == news.As) continue;
            cursor.Seen[element.Id] = news;
            foreach (var one in WappiReader.Row(profile, chat, row, receivedAt)) told.Add((news.At, one));
        }
    }

    /// <summary>What may change about a message.</summary>
    private static string As(WappiElement element) =>
        $"{(element.IsOwn ? element.Json.Text("delivery_status"u8) : "")}{(element.IsDeleted ? " deleted" : "")}{(element.IsEdited ? $" {EventHash.Of(WappiContent.Text(element), "", "")}" : "")}";

    /// <summary>Ours, and there is more to come of it.</summary>
    private static bool IsOpen(WappiElement element) => element.IsOwn && WappiStatus.Plain(element.Json.Text("delivery_status"u8)) is "pending" or "sent" or "delivered";

    /// <summary>
    /// The dialogs that somebody wrote in since, newest first as Wappi lists them; pinned ones may stand before them. Null if a page could not be had.
    /// <code>{ "status": "done", "timestamp": 1782235078, "dialogs": [{ "id": "79…@c.us", "isGroup": false, "last_message_id": "…", "last_time": 1782235078, … }] }</code>
    /// </summary>
    private async Task<(WappiCursor Cursor, List<Dialog> Dialogs, long Now, bool IsWhole)?> List(string profile, WappiCursor? cursor, CancellationToken stop)
    {
        var (dialogs, now) = (new Dictionary<string, Dialog>(), 0L);
        for (var page = 0; page < options.CurrentValue.MaxPages; page++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/sync/chats/get?limit={PageSize}&offset={page * PageSize}");
            if (await http.Get(profile, path, stop) is not ProviderAnswer.Answered { IsSuccess: true, Body: var body }) return null;
            if (body.Field("dialogs"u8).ValueKind is not (JsonValueKind.Array or JsonValueKind.Null)) return null;

            // Messages carry the provider's time, so it is the provider's clock that says what is new.
            if (page == 0) now = Now(body);
            cursor ??= WappiCursor.Begin(now);
            var told = body.Items("dialogs"u8).ToList();
            foreach (var dialog in told.Select(Dialog.Read).OfType<Dialog>())
                if (dialog.At >= cursor.ListedFrom) dialogs.TryAdd(dialog.Chat, dialog);
            if (told.Count < PageSize || Dialog.TimeOf(told[^1]) < cursor.ListedFrom) return (cursor, [.. dialogs.Values], now, true);
        }

        return (cursor!, [.. dialogs.Values], now, false);
    }

    private long Now(JsonElement body)
    {
        var now = clock.GetUtcNow();
        return (ProviderTime.OfSeconds(body.Count("timestamp"u8), now) ?? now).ToUnixTimeSeconds();
    }

    private sealed record Dialog(string Chat, long At, string LastMessage)
    {
        public bool IsKnownTo(WappiCursor cursor) => cursor.Chats.TryGetValue(Chat, out var known) && known.At == At && known.Id == LastMessage;

        /// <summary>Null for a group, a broadcast, and what has no messages.</summary>
        public static Dialog? Read(JsonElement dialog)
        {
            var chat = WappiElement.Plain(dialog.Text("id"u8));
            var isOurs = ProviderId.Is(chat) && dialog.Flag("isGroup"u8) != true && !WhatsAppAddress.IsGroup(chat) && !WhatsAppAddress.IsBroadcast(chat);
            return isOurs && TimeOf(dialog) is var at and > 0 ? new(chat, at, dialog.Text("last_message_id"u8)) : null;
        }

        public static long TimeOf(JsonElement dialog)
        {
            if (dialog.Count("last_time"u8) is var seconds and > 0) return seconds;
            var isTold = DateTimeOffset.TryParse(dialog.Text("last_timestamp"u8), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at);
            return isTold ? at.ToUnixTimeSeconds() : 0;
        }
    }

    [LoggerMessage(EventId = 3043, Level = LogLevel.Warning, Message = "Wappi tells nothing of a chat that it lists, profile {AccountId}")]
    private partial void LogChatRefused(string accountId);
}
