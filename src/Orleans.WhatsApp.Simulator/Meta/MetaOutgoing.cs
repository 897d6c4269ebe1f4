using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Reads what a send asks for and holds it to the documented limits; the first one broken is the answer.</summary>
internal sealed class MetaOutgoing(MetaScript script, SimulatedAccount account, SimulatedChat chat)
{
    private const int TextLimit = 4096;
    private const int CaptionLimit = 1024;
    private const int CallbackDataLimit = 512;

    /// <summary>A file that is somewhere else; its shape lacks the content.</summary>
    public sealed record LinkedFile(Uri Url, SimulatedAttachment Shape);

    public MetaProblem? Problem { get; private set; }

    public LinkedFile? Link { get; private set; }

    public (string MessageId, string Emoji)? ReactsTo { get; private set; }

    /// <summary>Null when there is a <see cref="Problem"/>.</summary>
    public Draft? Read(JsonObject body)
    {
        var type = body.String("type") ?? "text";
        var draft = type switch
        {
            "text" => Text(body),
            "image" or "video" or "audio" or "document" or "sticker" => File(type, body),
            "interactive" => Interactive(body),
            "template" => Template(body),
            "reaction" => Reaction(body),
            "location" => Location(body),
            "contacts" => Contacts(body),
            _ => Refuse(131051, $"Message type '{type}' is not supported."),
        };
        var callbackData = body.String("biz_opaque_callback_data");
        Need(callbackData is null || MetaLimits.Length(callbackData) <= CallbackDataLimit, 100,
            $"Param biz_opaque_callback_data must be at most {CallbackDataLimit} characters long.");
        return Problem is null && draft is not null
            ? draft with { CallbackData = callbackData, Quoted = body.Object("context")?.String("message_id") is { } quoted ? chat.Find(quoted) : null }
            : null;
    }

    private Draft? Text(JsonObject body)
    {
        if (body.Object("text")?.String("body") is not { Length: > 0 } text) return Refuse(100, "The parameter text['body'] is required.");
        Need(MetaLimits.Length(text) <= TextLimit, 100, $"Param text['body'] must be at most {TextLimit} characters long.");
        return new Draft(text);
    }

    private Draft? File(string type, JsonObject body)
    {
        if (body.Object(type) is not { } media) return Refuse(131008, $"The parameter {type} is required.");
        var caption = media.String("caption");
        Need(caption is null || type is not ("audio" or "sticker"), 100, $"Param {type}['caption'] is not supported.");
        Need(caption is null || MetaLimits.Length(caption) <= CaptionLimit, 100, $"Param {type}['caption'] must be at most {CaptionLimit} characters long.");
        if (media.String("id") is { } id)
        {
            if (script.Media.Find(id) is not { } kept || kept.Account != account) return Refuse(100, $"Param {type}['id'] is no media of this number.");
            return new Draft(caption) { Attachments = [Shape(type, media, kept.File.MimeType, kept.File.FileName) with { Content = kept.File.Content }] };
        }

        if (!Uri.TryCreate(media.String("link"), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return Refuse(131008, $"One of {type}['id'] and {type}['link'] is required.");
        Link = new LinkedFile(url, Shape(type, media, "application/octet-stream", Path.GetFileName(url.AbsolutePath)));
        return new Draft(caption);
    }

    private static SimulatedAttachment Shape(string type, JsonObject media, string mimeType, string fileName)
    {
        var word = type switch
        {
            "image" or "sticker" => "img",
            "document" => "file",
            _ => type,
        };
        return new SimulatedAttachment(word, mimeType, media.String("filename") ?? fileName, ReadOnlyMemory<byte>.Empty)
        {
            VoiceNote = media.Flag("voice") is true,
            IsSticker = type is "sticker",
        };
    }

    private Draft? Interactive(JsonObject body)
    {
        var limits = new MetaLimits();
        var draft = body.Object("interactive") is { } interactive ? limits.Read(interactive) : Refuse(131008, "The parameter interactive is required.");
        Problem ??= limits.Problem;
        return draft;
    }

    private Draft? Template(JsonObject body)
    {
        if (body.Object("template") is not { } template) return Refuse(131008, "The parameter template is required.");
        if (template.String("name") is not { Length: > 0 } name) return Refuse(131008, "The parameter template['name'] is required.");
        if (template.Object("language")?.String("code") is not { Length: > 0 } language)
            return Refuse(131008, "The parameter template['language']['code'] is required.");
        var components = template.Objects("components");
        var parameters = components.Where(component => component.String("type") is not "button").SelectMany(component => component.Objects("parameters"))
            .Select(parameter => parameter.String("text") ?? parameter.String("type") ?? "");
        var buttons = components.Where(component => component.String("type") is "button" && component.String("sub_type") is "quick_reply")
            .SelectMany(component => component.Objects("parameters")).Select(parameter => parameter.String("payload")).OfType<string>();
        // The titles are in the approved template, which the world does not have: the payload stands for both.
        return new Draft(null)
        {
            Content = new MessageContent.Template(name, language, [.. parameters], [.. buttons.Select(payload => new Choice(payload, payload))]),
        };
    }

    private Draft? Reaction(JsonObject body)
    {
        if (body.Object("reaction") is not { } reaction || reaction.String("message_id") is not { } messageId)
            return Refuse(131008, "The parameter reaction['message_id'] is required.");
        if (chat.Find(messageId) is null) return Refuse(131009, "reaction['message_id'] is no message of this chat.");
        ReactsTo = (messageId, reaction.String("emoji") ?? "");
        return new Draft(ReactsTo.Value.Emoji) { Reacts = true };
    }

    private Draft? Location(JsonObject body)
    {
        if (body.Object("location") is not { } place || place.Fraction("latitude") is not { } latitude || place.Fraction("longitude") is not { } longitude)
            return Refuse(131008, "location['latitude'] and location['longitude'] are required.");
        Need(Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180, 131009, "The location is not on earth.");
        return new Draft(null) { Content = new MessageContent.Location(latitude, longitude, place.String("name"), place.String("address")) };
    }

    private Draft? Contacts(JsonObject body)
    {
        if (body.Objects("contacts") is not [var card, ..] || card.Object("name")?.String("formatted_name") is not { Length: > 0 } name)
            return Refuse(131008, "contacts[0]['name']['formatted_name'] is required.");
        var phone = card.Objects("phones") is [var first, ..] ? first.String("phone") ?? "" : "";
        return new Draft(null) { Content = new MessageContent.ContactCard(name, phone) };
    }

    private void Need(bool holds, int code, string otherwise)
    {
        if (!holds) Problem ??= new MetaProblem(code, otherwise);
    }

    private Draft? Refuse(int code, string details)
    {
        Problem ??= new MetaProblem(code, details);
        return null;
    }
}
