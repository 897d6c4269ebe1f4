using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>The elements of a webhook's <c>messages</c>, in snake case with the camel-cased exceptions of live payloads.</summary>
internal sealed class WappiEventJson(SimulatedWorld world, WappiFiles files)
{
    public JsonObject Message(string type, SimulatedChat chat, SimulatedMessage message)
    {
        var json = Frame(type, chat, message.Id, message.FromBusiness, message.At);
        json["type"] = WappiTypes.Of(message);
        json["body"] = Body(message);
        json["from_where"] = message.Origin is MessageOrigin.Api ? "api" : "phone";
        json["isReply"] = message.Quoted is not null;
        json["reply_message"] = message.Quoted is { } quoted
            ? new JsonObject { ["id"] = quoted.Id, ["body"] = quoted.Text ?? "", ["type"] = WappiTypes.Of(quoted) }
            : null;
        json["stanza_id"] = message.Quoted?.Id ?? "";
        json["is_forwarded"] = false;
        json["is_edited"] = message.Edited;
        json["is_deleted"] = message.Deleted;
        if (message.TaskId is { } taskId) json["task_id"] = taskId;
        if (message.Content is MessageContent.Location place)
            json["location"] = new JsonObject
            {
                ["latitude"] = place.Latitude,
                ["longitude"] = place.Longitude,
                ["name"] = place.Name,
                ["address"] = place.Address,
            };
        if (message.Attachments is [var file, ..]) File(json, message, file);
        return json;
    }

    /// <summary>A reaction is an event with an id of its own; the message it is about is the stanza.</summary>
    public static JsonObject Reaction(SimulatedChat chat, SimulatedMessage message, DateTimeOffset at)
    {
        var json = Frame("incoming_message", chat, Ids.NewProviderId(), ours: false, at);
        json["type"] = "reaction";
        json["body"] = message.Reaction ?? "";
        json["stanza_id"] = message.Id;
        return json;
    }

    public static JsonObject Status(SimulatedAccount profile, SimulatedMessage message, string status, DateTimeOffset at) => new()
    {
        ["wh_type"] = "delivery_status",
        ["profile_id"] = profile.Id,
        ["id"] = message.Id,
        ["task_id"] = message.TaskId ?? "",
        ["status"] = status,
        ["time"] = at.ToUnixTimeSeconds(),
    };

    public static JsonObject Authorization(SimulatedAccount profile, bool online, string reason, DateTimeOffset at)
    {
        var json = new JsonObject { ["wh_type"] = "authorization_status", ["profile_id"] = profile.Id, ["status"] = online ? "online" : "offline" };
        if (!online) json["reason"] = reason;
        json["time"] = at.ToUnixTimeSeconds();
        return json;
    }

    private static JsonObject Frame(string type, SimulatedChat chat, string id, bool ours, DateTimeOffset at)
    {
        var (us, them) = (WappiAddress.Of(chat.Account), WappiAddress.Of(chat.Contact));
        var json = new JsonObject
        {
            ["wh_type"] = type,
            ["profile_id"] = chat.Account.Id,
            ["id"] = id,
            ["from"] = ours ? us : them,
            ["to"] = ours ? WappiAddress.Of(chat) : us,
            ["chatId"] = WappiAddress.Of(chat),
            ["senderName"] = ours ? chat.Account.Name : chat.Contact.Name ?? "",
            ["contact_name"] = chat.GroupSubject ?? chat.Contact.Name ?? "",
            ["contact_phone"] = chat.Contact.ShownAs is ContactAddress.LidOnly ? "" : chat.Contact.Digits,
            ["timestamp"] = WappiTime.Text(at),
            ["time"] = at.ToUnixTimeSeconds(),
            ["is_me"] = ours,
            ["chat_type"] = chat.IsGroup ? "group" : "dialog",
            ["platform"] = "whatsapp",
        };
        if (!chat.IsGroup && WappiAddress.Alias(chat.Contact) is { } alias) json["whatsapp_chat_id"] = alias;
        return json;
    }

    private static string Body(SimulatedMessage message) => message switch
    {
        { Content: MessageContent.ContactCard card } => WappiTypes.Card(card),
        { Attachments: [{ Unavailable: false } file, ..] } => Convert.ToBase64String(file.Content.Span),
        { Attachments: [_, ..] } => "",
        _ => message.Text ?? "",
    };

    private void File(JsonObject json, SimulatedMessage message, SimulatedAttachment file)
    {
        json["caption"] = message.Text ?? "";
        json["file_name"] = file.FileName;
        json["mimetype"] = file.MimeType;
        json["file_link"] = file.Unavailable ? "" : files.Link(world.Url.ToString(), message);
        json["file_link_expire"] = files.EndOf(message).ToUnixTimeSeconds();
        json["media_info"] = new JsonObject { ["size"] = file.Content.Length };
    }
}
