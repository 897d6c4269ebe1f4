using System.Text.Json.Nodes;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>The body of <c>POST /{phone_number_id}/messages</c>.</summary>
internal static class MetaOutgoing
{
    /// <param name="to">Digits, or a user id.</param>
    /// <param name="mediaId">Of the uploaded file; empty where there is none.</param>
    public static JsonObject Body(string to, OutgoingMessage message, string mediaId)
    {
        var (type, content) = message.Content switch
        {
            null => ("text", new JsonObject { ["preview_url"] = false, ["body"] = message.Text }),
            MessageContent.Buttons buttons => ("interactive", Buttons(buttons)),
            MessageContent.Choices choices => ("interactive", Choices(choices)),
            MessageContent.Template template => ("template", Template(template)),
            MessageContent.Media media => (media.Type, Media(media, mediaId)),
            _ => throw new InvalidOperationException($"{message.Content.GetType().Name} is no content of this channel."),
        };
        var body = new JsonObject { ["messaging_product"] = "whatsapp", ["recipient_type"] = "individual" };
        body[MetaPerson.IsUserId(to) ? "recipient" : "to"] = to;
        body["type"] = type;
        body[type] = content;
        // Comes back in each status of this message: the only way to learn what became of a send whose answer was lost.
        if (message.Reference.Length > 0) body["biz_opaque_callback_data"] = message.Reference;
        return body;
    }

    /// <summary>The contact's message as read, and for at most 25 s that somebody writes.</summary>
    public static JsonObject Composing(string messageId) => new()
    {
        ["messaging_product"] = "whatsapp",
        ["status"] = "read",
        ["message_id"] = messageId,
        ["typing_indicator"] = new JsonObject { ["type"] = "text" },
    };

    private static JsonObject Buttons(MessageContent.Buttons buttons) => Interactive("button", buttons.Body, buttons.Footer, new JsonObject
    {
        ["buttons"] = List(buttons.Replies, reply => new JsonObject
        {
            ["type"] = "reply",
            ["reply"] = new JsonObject { ["id"] = reply.Id, ["title"] = reply.Title },
        }),
    });

    private static JsonObject Choices(MessageContent.Choices choices) => Interactive("list", choices.Body, choices.Footer, new JsonObject
    {
        ["button"] = choices.Label,
        ["sections"] = new JsonArray(new JsonObject { ["rows"] = List(choices.Rows, Row) }),
    });

    private static JsonObject Row(ChoiceRow row)
    {
        var json = new JsonObject { ["id"] = row.Id, ["title"] = row.Title };
        if (row.Description.Length > 0) json["description"] = row.Description;
        return json;
    }

    private static JsonObject Interactive(string type, string text, string footer, JsonObject action)
    {
        var interactive = new JsonObject { ["type"] = type, ["body"] = new JsonObject { ["text"] = text } };
        if (footer.Length > 0) interactive["footer"] = new JsonObject { ["text"] = footer };
        interactive["action"] = action;
        return interactive;
    }

    private static JsonObject Template(MessageContent.Template template)
    {
        var json = new JsonObject { ["name"] = template.Name, ["language"] = new JsonObject { ["code"] = template.Language } };
        if (template.Parameters.Length > 0)
            json["components"] = new JsonArray(new JsonObject
            {
                ["type"] = "body",
                ["parameters"] = List(template.Parameters, parameter => new JsonObject { ["type"] = "text", ["text"] = parameter }),
            });
        return json;
    }

    private static JsonObject Media(MessageContent.Media media, string mediaId)
    {
        var json = new JsonObject { ["id"] = mediaId };
        if (media.Caption.Length > 0 && media.Type != "audio") json["caption"] = media.Caption;
        if (media.FileName.Length > 0 && media.Type == "document") json["filename"] = media.FileName;
        // Ogg is what voice messages are recorded in; anything else is shown as a file of music.
        if (media.Type == "audio" && media.MimeType.StartsWith("audio/ogg", StringComparison.OrdinalIgnoreCase)) json["voice"] = true;
        return json;
    }

    private static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonObject> item) => new([.. items.Select(item)]);
}
