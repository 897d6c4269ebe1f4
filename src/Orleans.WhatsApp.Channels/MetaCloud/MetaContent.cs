using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>
/// What a message says, as text and attachments. A type that is not known, or whose content is missing, is kept as <c>unsupported</c> under its name: somebody
/// wrote, and somebody waits.
/// </summary>
internal sealed record MetaContent(string Text, ImmutableArray<Attachment> Attachments)
{
    private const int LongestName = 40;

    public static MetaContent Read(JsonElement message)
    {
        var type = message.Text("type"u8);
        var body = message.Field(type);
        return type switch
        {
            "text" => Saying(body.Text("body"u8)),
            "button" => Saying(body.Text("text"u8).Or(body.Text("payload"u8))),
            "interactive" => Reply(body),
            "system" => Saying(body.Text("body"u8).Or(body.Text("type"u8))),
            "image" => File(body, "img"),
            "video" or "audio" or "sticker" => File(body, type),
            "document" => File(body, "file"),
            "location" => With(MetaCard.Location(body)),
            "contacts" => new("", [.. message.Items("contacts"u8).Select(MetaCard.Contact).OfType<Attachment>()]),
            "order" => With(MetaCard.Order(body)) with { Text = Plain(body.Text("text"u8)) },
            "unsupported" => Unsupported(body.Text("type"u8)),
            _ => Nothing,
        } is { IsEmpty: false } content ? content : Unsupported(type);
    }

    private static readonly MetaContent Nothing = new("", []);

    private bool IsEmpty => Text.Length == 0 && Attachments.IsEmpty;

    private static MetaContent Saying(string text) => new(Plain(text), []);

    private static MetaContent With(Attachment? attachment) => attachment is null ? Nothing : new("", [attachment]);

    private static MetaContent Unsupported(string name) => new("", [new("", "unsupported", FileName: Short(name == "unsupported" ? "" : name))]);

    /// <summary>
    /// <code>{ "id": "…", "mime_type": "audio/ogg; codecs=opus", "sha256": "…", "caption"?, "filename"?, "voice"?: true, "animated"? }</code>
    /// </summary>
    private static MetaContent File(JsonElement file, string kind)
    {
        var id = file.Text("id"u8);
        if (!ProviderId.Is(id)) return Saying(file.Text("caption"u8));
        return new(
            Plain(file.Text("caption"u8)),
            [new(id, kind, file.Text("mime_type"u8), file.Text("filename"u8), file.Count("file_size"u8), kind == "audio" && file.Flag("voice"u8) == true)]);
    }

    /// <summary>
    /// <code>
    /// { "type": "button_reply", "button_reply": { "id", "title" } } | { "type": "list_reply", "list_reply": { "id", "title", "description"? } }
    /// { "type": "nfm_reply", "nfm_reply": { "name": "flow", "body": "Sent", "response_json": "{\"delivery_rating\":\"4\"}" } }
    /// </code>
    /// </summary>
    private static MetaContent Reply(JsonElement interactive)
    {
        var type = interactive.Text("type"u8);
        var reply = interactive.Field(type);
        return type switch
        {
            "button_reply" or "list_reply" => Saying(reply.Text("title"u8).Or(reply.Text("id"u8))),
            "nfm_reply" => Saying(Form(reply)),
            _ => Nothing,
        } is { IsEmpty: false } content ? content : Unsupported(type.Or("interactive"));
    }

    /// <summary>A filled-in form: its own words, then a line for each answer.</summary>
    private static string Form(JsonElement reply)
    {
        var text = new StringBuilder(reply.Text("body"u8));
        using var answers = JsonBody.Parse(Encoding.UTF8.GetBytes(reply.Text("response_json"u8)));
        if (answers?.RootElement is not { ValueKind: JsonValueKind.Object } all) return text.ToString();
        foreach (var answer in all.EnumerateObject())
        {
            var (name, value) = (answer.WholeName()?.Replace("\0", "", StringComparison.Ordinal), ValueOf(answer.Value));
            // It names the sent form, and is nothing that anybody answered.
            if (value.Length == 0 || name is null or "" or "flow_token") continue;
            if (text.Length > 0) text.Append('\n');
            text.Append(name).Append(": ").Append(value);
        }

        return text.ToString();
    }

    private static string ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.Text(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(ValueOf).Where(part => part.Length > 0)),
        _ => "",
    };

    /// <summary>Nothing but white space is no text.</summary>
    private static string Plain(string text) => string.IsNullOrWhiteSpace(text) ? "" : text;

    private static string Short(string name) => string.Concat(name.Where(character => char.IsAsciiLetterOrDigit(character) || character == '_').Take(LongestName));
}
