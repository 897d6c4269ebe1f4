using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Orleans.WhatsApp.Simulator;

/// <summary>What polling sees, and the marks that go with it.</summary>
internal sealed class WappiReadCalls(SimulatedWorld world)
{
    private const int DefaultLimit = 400;

    private readonly WhatsAppNetwork _network = world.Network;
    private readonly WappiScript _script = world.Wappi;

    public Task<IResult> Messages(WappiCall call) => WhenAuthorized(call, () =>
    {
        if (call.Query("chat_id") is not { } chatId) return WappiProblem.Bad("chat_id is required");
        if (WappiAddress.Find(_network, call.Profile, chatId) is not { } chat) return WappiProblem.Missing("Chat");
        if (call.Has("mark_all")) MarkAll(chat);
        return Page(call, chat.Messages.Select(message => (chat, message)));
    });

    public Task<IResult> AllMessages(WappiCall call) => WhenAuthorized(call, () =>
        Page(call, ChatsOf(call.Profile).SelectMany(chat => chat.Messages.Select(message => (chat, message)))));

    public Task<IResult> Message(WappiCall call) => WhenAuthorized(call, () => Find(call, call.Query("message_id")) is var (chat, message)
        ? WappiAnswer.Done(Now, new JsonObject { ["message"] = Json(call, chat, message) })
        : WappiProblem.Missing("Message"));

    public Task<IResult> Chats(WappiCall call) => WhenAuthorized(call, () =>
    {
        var chats = ChatsOf(call.Profile).Select(chat => (chat, last: chat.Last)).Where(row => row.last is not null)
            .OrderByDescending(row => row.last!.Sequence).ToList();
        return WappiAnswer.Done(Now, new JsonObject
        {
            ["dialogs"] = Wire.Array(chats.Skip(Number(call, "offset", 0)).Take(Number(call, "limit", DefaultLimit)).Select(row => Dialog(row.chat, row.last!))),
            ["total_count"] = chats.Count,
        });
    });

    public Task<IResult> Media(WappiCall call) => WhenAuthorized(call, () =>
    {
        if (Find(call, call.Query("message_id")) is not (_, var message) || message.Attachments is not [var file, ..]) return WappiProblem.Missing("Media");
        if (!_script.Files.IsThere(message)) return WappiProblem.Bad("The media has expired");
        return WappiAnswer.Done(Now, new JsonObject
        {
            ["file_name"] = file.FileName,
            ["media_type"] = WappiTypes.Of(file),
            ["mime_type"] = file.MimeType,
            // By the address that the caller reaches this world by.
            ["file_link"] = _script.Files.Link($"{call.Context.Request.Scheme}://{call.Context.Request.Host}", message),
            ["file_link_expire"] = _script.Files.EndOf(message).ToUnixTimeSeconds(),
            ["file_b64"] = Convert.ToBase64String(file.Content.Span),
        });
    });

    public Task<IResult> MarkRead(WappiCall call) => WhenAuthorized(call, () =>
    {
        if (call.String("message_id") is not { Length: > 0 } id) return WappiProblem.Bad("message_id is required");
        if (Find(call, id) is not var (chat, message)) return WappiProblem.Missing("Message");
        if (call.Has("mark_all")) MarkAll(chat);
        else if (!message.FromBusiness) _network.ReadByBusiness(id);
        _script.Marked(new ReadMark(call.Profile.Id, id, Typing: false, Now));
        return WappiAnswer.Done(Now);
    });

    public Task<IResult> Type(WappiCall call, bool on) => WhenAuthorized(call, () =>
    {
        if (call.String("recipient") is not { Length: > 0 } recipient) return WappiProblem.Bad("recipient is required");
        _script.Typed(new WappiTyping(call.Profile.Id, recipient, on, Now));
        return WappiAnswer.Done(Now);
    });

    private DateTimeOffset Now => world.Options.TimeProvider.GetUtcNow();

    private static Task<IResult> WhenAuthorized(WappiCall call, Func<IResult> answer) =>
        Task.FromResult(call.Profile.Status is AccountStatus.Ok ? answer() : WappiProblem.NotAuthorized);

    private IEnumerable<SimulatedChat> ChatsOf(SimulatedAccount profile) => _network.ChatsOf(WhatsAppProvider.Wappi).Where(chat => chat.Account == profile);

    private (SimulatedChat Chat, SimulatedMessage Message)? Find(WappiCall call, string? id) =>
        id is not null && _network.TryFindMessage(id, out var chat, out var message) && chat.Account == call.Profile ? (chat, message) : null;

    private void MarkAll(SimulatedChat chat)
    {
        foreach (var message in chat.Messages.Where(message => message is { FromBusiness: false, Seen: false })) _network.ReadByBusiness(message.Id);
    }

    /// <summary>Newest first unless asked otherwise; the date is the earliest that is wanted.</summary>
    private IResult Page(WappiCall call, IEnumerable<(SimulatedChat Chat, SimulatedMessage Message)> rows)
    {
        var all = rows.Where(row => row.Message.EventType is null).ToList();
        IEnumerable<(SimulatedChat Chat, SimulatedMessage Message)> wanted = all;
        if (call.Query("date") is { } date)
        {
            if (!WappiTime.TryRead(date, out var from)) return WappiProblem.Bad("date must be YYYY-mm-ddTHH:MM:SS");
            wanted = wanted.Where(row => row.Message.At >= from);
        }

        wanted = call.Query("order") is "asc" ? wanted.OrderBy(row => row.Message.Sequence) : wanted.OrderByDescending(row => row.Message.Sequence);
        return WappiAnswer.Done(Now, new JsonObject
        {
            ["messages"] = Wire.Array(wanted
                .Skip(Number(call, "offset", 0)).Take(Number(call, "limit", DefaultLimit)).Select(row => Json(call, row.Chat, row.Message))),
            ["total_count"] = all.Count,
        });
    }

    private static int Number(WappiCall call, string key, int otherwise) =>
        int.TryParse(call.Query(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static JsonObject Dialog(SimulatedChat chat, SimulatedMessage last) => new()
    {
        ["id"] = WappiAddress.Of(chat),
        ["name"] = chat.GroupSubject ?? chat.Contact.Name ?? "",
        ["isGroup"] = chat.IsGroup,
        ["unread_count"] = chat.Messages.Count(message => message is { FromBusiness: false, Seen: false }),
        ["last_message_id"] = last.Id,
        ["last_timestamp"] = WappiTime.Text(last.At),
        ["last_time"] = last.At.ToUnixTimeSeconds(),
        ["last_message_type"] = WappiTypes.Of(last),
    };

    private JsonObject Json(WappiCall call, SimulatedChat chat, SimulatedMessage message)
    {
        var (us, them) = (WappiAddress.Of(chat.Account), WappiAddress.Of(chat.Contact));
        var file = message.Attachments is [var first, ..] ? first : null;
        var link = file is not null && _script.Files.IsThere(message)
            ? _script.Files.Link($"{call.Context.Request.Scheme}://{call.Context.Request.Host}", message)
            : null;
        return new JsonObject
        {
            ["id"] = message.Id,
            ["type"] = WappiTypes.Of(message),
            ["from"] = message.FromBusiness ? us : them,
            ["to"] = message.FromBusiness ? WappiAddress.Of(chat) : us,
            ["fromMe"] = message.FromBusiness,
            ["senderName"] = message.FromBusiness ? chat.Account.Name : chat.Contact.Name ?? "",
            ["time"] = message.At.ToUnixTimeSeconds(),
            ["body"] = Body(message, file, link),
            ["stanzaId"] = message.Quoted?.Id ?? "",
            ["chatId"] = WappiAddress.Of(chat),
            ["isForwarded"] = false,
            ["isReply"] = message.Quoted is not null,
            ["caption"] = file is null ? "" : message.Text ?? "",
            ["isRead"] = message.Seen,
            ["delivery_status"] = message.Seen ? "read" : message.Delivered ? "delivered" : "sent",
            ["s3Info"] = link is null ? new JsonObject() : new JsonObject { ["url"] = link, ["expire"] = _script.Files.EndOf(message).ToUnixTimeSeconds() },
            ["poll_votes"] = null,
            ["poll_options"] = null,
            ["poll_select_count"] = 0,
            ["isEdited"] = message.Edited,
            ["isFromAPI"] = message.Origin is MessageOrigin.Api,
            ["isDeleted"] = message.Deleted,
            ["isPinned"] = false,
        };
    }

    private static JsonNode Body(SimulatedMessage message, SimulatedAttachment? file, string? link) => message.Content switch
    {
        MessageContent.ContactCard card => WappiTypes.Card(card),
        MessageContent.Location place => new JsonObject { ["latitude"] = place.Latitude, ["longitude"] = place.Longitude, ["name"] = place.Name },
        _ when file is not null => new JsonObject { ["JPEGThumbnail"] = "", ["url"] = link, ["fileName"] = file.FileName, ["mimetype"] = file.MimeType },
        _ => message.Text ?? "",
    };
}
