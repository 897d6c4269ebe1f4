using System.Globalization;
using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Messages as the <c>messages</c> and <c>smb_message_echoes</c> fields tell them.</summary>
internal sealed class MetaMessageJson(MetaMedia media, TimeProvider clock)
{
    /// <summary>Null for what the Cloud API does not tell: our own sends, calls that nobody took.</summary>
    public MetaChange? Of(ChatEvent what)
    {
        var (kind, chat, message, reactedBy) = what;
        if (message.EventType is not null) return null;
        if (chat.IsGroup) throw new InvalidOperationException("A number of the Cloud API is in no ordinary group.");
        return (kind, message.Origin) switch
        {
            (ChatEventKind.Written, MessageOrigin.Contact) => Inbound(chat, message, Written(chat, message)),
            (ChatEventKind.Written, MessageOrigin.Phone) => Echo(chat, message, Written(chat, message)),
            (ChatEventKind.Edited, MessageOrigin.Contact) => Inbound(chat, message, Edited(message)),
            (ChatEventKind.Edited, MessageOrigin.Phone) => Echo(chat, message, Edited(message)),
            (ChatEventKind.Deleted, MessageOrigin.Contact) => Inbound(chat, message, Revoked(message)),
            (ChatEventKind.Deleted, MessageOrigin.Phone) => Echo(chat, message, Revoked(message)),
            (ChatEventKind.Reacted, _) when reactedBy is not null => Inbound(chat, message, Reacted(message)),
            _ => null,
        };
    }

    private static MetaChange Inbound(SimulatedChat chat, SimulatedMessage message, JsonObject body)
    {
        var json = new JsonObject();
        json.Put("from", MetaPeople.Number(chat.Contact));
        json.Put("from_user_id", MetaPeople.UserId(chat.Contact));
        return Change(chat, message, "messages", "messages", json, body) with { Contact = MetaPeople.Contact(chat.Contact) };
    }

    private static MetaChange Echo(SimulatedChat chat, SimulatedMessage message, JsonObject body)
    {
        var json = new JsonObject { ["from"] = chat.Account.Digits };
        json.Put("to", MetaPeople.Number(chat.Contact));
        json.Put("to_user_id", MetaPeople.UserId(chat.Contact));
        return Change(chat, message, "smb_message_echoes", "message_echoes", json, body) with { Contact = MetaPeople.Contact(chat.Contact) };
    }

    private static MetaChange Change(SimulatedChat chat, SimulatedMessage message, string field, string list, JsonObject json, JsonObject body)
    {
        foreach (var (key, value) in body) json[key] = value?.DeepClone();
        return new MetaChange(chat.Account, field, list, json) { ChatId = chat.Id, MessageId = message.Id };
    }

    private JsonObject Written(SimulatedChat chat, SimulatedMessage message)
    {
        var json = Body(message.Id, message.At, chat.Account, message);
        if (message.Quoted is { } quoted)
        {
            var context = new JsonObject();
            context.Put("from", quoted.FromBusiness ? chat.Account.Digits : MetaPeople.Number(chat.Contact));
            context["id"] = quoted.Id;
            json["context"] = context;
        }

        return json;
    }

    private JsonObject Edited(SimulatedMessage message) => Later("edit", new JsonObject
    {
        ["original_message_id"] = message.Id,
        ["message"] = new JsonObject { ["type"] = "text", ["text"] = new JsonObject { ["body"] = message.Text } },
    });

    private JsonObject Revoked(SimulatedMessage message) => Later("revoke", new JsonObject { ["original_message_id"] = message.Id });

    private JsonObject Reacted(SimulatedMessage message) =>
        Later("reaction", new JsonObject { ["message_id"] = message.Id, ["emoji"] = message.Reaction ?? "" });

    /// <summary>What happens to a message comes as a message with an id of its own.</summary>
    private JsonObject Later(string type, JsonObject body) => new()
    {
        ["id"] = MetaVoice.MessageId(),
        ["timestamp"] = Wire.UnixText(clock.GetUtcNow()),
        ["type"] = type,
        [type] = body,
    };

    private JsonObject Body(string id, DateTimeOffset at, SimulatedAccount account, SimulatedMessage message)
    {
        var (type, body) = message switch
        {
            { Content: { } content } => Content(content),
            { Attachments: [var file, ..] } => File(account, file, message.Text),
            _ => ("text", new JsonObject { ["body"] = message.Text }),
        };
        var json = new JsonObject { ["id"] = id, ["timestamp"] = Wire.UnixText(at), ["type"] = type };
        if (type is "unsupported") json["errors"] = Unsupported();
        json[type] = body;
        return json;
    }

    private (string Type, JsonObject Body) File(SimulatedAccount account, SimulatedAttachment file, string? caption)
    {
        var type = file switch
        {
            { IsSticker: true } => "sticker",
            { Type: "img" } => "image",
            { Type: "video" or "audio" } => file.Type,
            _ => "document",
        };
        var json = new JsonObject();
        if (type is not ("audio" or "sticker")) json.Put("caption", caption);
        if (type is "document") json["filename"] = file.FileName;
        json["mime_type"] = file.MimeType;
        json["sha256"] = MetaMedia.Sha256InWebhook(file);
        json["id"] = media.Keep(account, file, MetaMedia.LifeOfInbound);
        if (type is "audio") json["voice"] = file.VoiceNote;
        if (type is "sticker") json["animated"] = file.Animated;
        return (type, json);
    }

    private static (string Type, JsonNode Body) Content(MessageContent content)
    {
        switch (content)
        {
            case MessageContent.Location place:
                var location = new JsonObject { ["latitude"] = place.Latitude, ["longitude"] = place.Longitude };
                location.Put("name", place.Name);
                location.Put("address", place.Address);
                return ("location", location);
            case MessageContent.ContactCard card:
                return ("contacts", new JsonArray(new JsonObject
                {
                    ["name"] = new JsonObject { ["formatted_name"] = card.Name, ["first_name"] = card.Name.Split(' ')[0] },
                    ["phones"] = new JsonArray(new JsonObject { ["phone"] = card.Phone, ["wa_id"] = PhoneNumber.Digits(card.Phone), ["type"] = "CELL" }),
                }));
            case MessageContent.Chosen { Kind: ChoiceKind.TemplateButtons, Option: var option }:
                return ("button", new JsonObject { ["payload"] = option.Id, ["text"] = option.Title });
            case MessageContent.Chosen { Kind: ChoiceKind.List, Option: var option }:
                var row = new JsonObject { ["id"] = option.Id, ["title"] = option.Title };
                row.Put("description", option.Description);
                return ("interactive", new JsonObject { ["type"] = "list_reply", ["list_reply"] = row });
            case MessageContent.Chosen { Option: var option }:
                return ("interactive", new JsonObject
                {
                    ["type"] = "button_reply",
                    ["button_reply"] = new JsonObject { ["id"] = option.Id, ["title"] = option.Title },
                });
            case MessageContent.Order order:
                return ("order", new JsonObject
                {
                    ["catalog_id"] = order.CatalogId,
                    ["text"] = "",
                    ["product_items"] = new JsonArray(new JsonObject
                    {
                        ["product_retailer_id"] = order.ProductId,
                        ["quantity"] = order.Quantity,
                        ["item_price"] = order.Price,
                        ["currency"] = order.Currency,
                    }),
                });
            case MessageContent.Unsupported unsupported:
                return ("unsupported", new JsonObject { ["type"] = unsupported.Type });
            default:
                throw new ArgumentException($"A contact cannot send a {content.GetType().Name.ToLower(CultureInfo.InvariantCulture)}.", nameof(content));
        }
    }

    private static JsonArray Unsupported() => [new JsonObject
    {
        ["code"] = 131051,
        ["title"] = "Message type unknown",
        ["message"] = "Message type unknown",
        ["error_data"] = new JsonObject { ["details"] = "Message type is currently not supported." },
    }];
}
