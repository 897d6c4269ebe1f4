using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.Wappi;

/// <summary>Chats and messages as Wappi lists them, asked by way of a channel.</summary>
internal sealed class ListedChats(FakeWappi fake)
{
    public const string Profile = "00000000-0000";

    private readonly List<Message> messages = [];

    /// <summary>Unix seconds by the provider's clock.</summary>
    public long Now { get; set; } = 1790000000;

    /// <summary>What becomes of the call with this path and chat; null for the usual.</summary>
    public Func<string, string, int?> Fault { get; set; } = (_, _) => null;

    public List<string> Groups { get; } = [];

    public List<string> Pinned { get; } = [];

    public string Cursor { get; set; } = "";

    public List<string> Told { get; } = [];

    public static ListedChats Of(FakeWappi fake)
    {
        var chats = new ListedChats(fake);
        fake.Answer = chats.Answer;
        return chats;
    }

    /// <param name="at">When it was written, which may be long before the phone hears of it.</param>
    public void Write(string chat, string id, long? at = null, bool isOwn = false, string status = "", string text = "hi") =>
        messages.Add(new Message(chat, id, at ?? Now, isOwn, text) { Status = status });

    public void Report(string id, string status) => messages.Single(message => message.Id == id).Status = status;

    public void Edit(string id, string text)
    {
        var message = messages.Single(one => one.Id == id);
        (message.Text, message.IsEdited) = (text, true);
    }

    /// <summary>One poll; what it told is added to <see cref="Told"/> as "kind id". False if there was no answer.</summary>
    public async Task<bool> Poll(IChannel channel)
    {
        if (await channel.Poll(Profile, Cursor, CancellationToken.None) is not { } polled) return false;
        foreach (var one in polled.Events)
        {
            if (one.Event is InboundEvent.ToChat { Kind: "message" } kept) Assert.Equal(kept.Spoken(), channel.Read(one.Format, one.Body, WappiFixture.ReceivedAt).Spoken());
            Told.Add(one.Event is InboundEvent.ToChat to ? $"{to.Kind} {to.ProviderMessageId}" : one.Event.Spoken());
        }

        Cursor = polled.Cursor;
        return true;
    }

    public IEnumerable<string> Messages => Told.Where(told => told.StartsWith("message ", StringComparison.Ordinal)).Select(told => told["message ".Length..]);

    public int Calls(string path) => fake.Requests.Count(request => request.Call == path);

    private Task Answer(Asked told, HttpContext context)
    {
        var chat = told.Query.GetValueOrDefault("chat_id", "");
        if (Fault(told.Call, chat) is { } status) return FakeWappi.Json(context, status, "{}");
        var (limit, offset) = (int.Parse(told.Query["limit"], CultureInfo.InvariantCulture), int.Parse(told.Query["offset"], CultureInfo.InvariantCulture));
        var (name, all) = told.Call switch
        {
            "/api/sync/chats/get" => ("dialogs", Dialogs()),
            "/api/sync/messages/get" => ("messages", Rows(chat, told.Query["date"])),
            _ => throw new InvalidOperationException(told.Call),
        };
        var page = new JsonObject { ["status"] = "done", ["timestamp"] = Now, [name] = new JsonArray([.. all.Skip(offset).Take(limit)]) };
        return FakeWappi.Json(context, 200, page.ToJsonString());
    }

    private List<JsonNode> Dialogs() =>
    [
        .. messages.GroupBy(message => message.Chat).Select(chat => (Id: chat.Key, Last: chat.MaxBy(message => message.At)!))
            .OrderByDescending(chat => Pinned.Contains(chat.Id)).ThenByDescending(chat => chat.Last.At)
            .Select(chat => new JsonObject
            {
                ["id"] = chat.Id.Contains('@') ? chat.Id : $"{chat.Id}@c.us", ["isGroup"] = Groups.Contains(chat.Id), ["last_message_id"] = chat.Last.Id, ["last_time"] = chat.Last.At,
            }),
    ];

    private List<JsonNode> Rows(string chat, string date)
    {
        var since = DateTimeOffset.Parse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeSeconds();
        return [.. messages.Where(message => message.Chat == chat && message.At >= since).OrderBy(message => message.At).Select(message => message.AsRow())];
    }

    private sealed class Message(string chat, string id, long at, bool isOwn, string text)
    {
        public string Chat => chat;

        public string Id => id;

        public long At => at;

        public string Status { get; set; } = "";

        public string Text { get; set; } = text;

        public bool IsEdited { get; set; }

        public JsonObject AsRow() => new()
        {
            ["id"] = id, ["type"] = "chat", ["fromMe"] = isOwn, ["body"] = Text, ["time"] = at, ["chatId"] = chat.Contains('@') ? chat : $"{chat}@c.us",
            ["delivery_status"] = Status, ["isEdited"] = IsEdited,
        };
    }
}
