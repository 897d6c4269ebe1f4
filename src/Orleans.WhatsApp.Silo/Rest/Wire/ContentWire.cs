using System.Text.Json.Serialization;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Silo.Rest.Wire;

/// <summary>What is sent where it is more than text. Which members count depends on the kind.</summary>
/// <param name="Kind">template, buttons, list or media.</param>
internal sealed record ContentWire(string Kind)
{
    /// <summary>Of a template: as it was approved.</summary>
    public string? Name { get; init; }

    /// <summary>Of a template: en_US.</summary>
    public string? Language { get; init; }

    /// <summary>Of a template: what stands for its placeholders, in order.</summary>
    public IReadOnlyList<string>? Parameters { get; init; }

    /// <summary>Of buttons and a list: the text beside them.</summary>
    public string? Body { get; init; }
    public string? Footer { get; init; }

    /// <summary>Of buttons: one to three.</summary>
    public IReadOnlyList<ReplyWire>? Replies { get; init; }

    /// <summary>Of a list: what its button says.</summary>
    public string? Label { get; init; }

    /// <summary>Of a list: one to ten.</summary>
    public IReadOnlyList<RowWire>? Rows { get; init; }

    /// <summary>Of media: what the upload answered.</summary>
    public Guid? Key { get; init; }

    /// <summary>Of media: image, video, audio or document.</summary>
    public string? Type { get; init; }
    public string? MimeType { get; init; }
    public string? FileName { get; init; }
    public long? Size { get; init; }
    public string? Caption { get; init; }

    [JsonIgnore]
    public string? Fault
    {
        get
        {
            string?[] texts = [Name, Language, Body, Footer, Label, Type, MimeType, FileName, Caption, .. Parameters ?? [], .. Replies?.SelectMany(one => one.Texts) ?? [], .. Rows?.SelectMany(one => one.Texts) ?? []];
            return texts.All(text => text is not { Length: > 0 } || Texts.FaultOfMessage(text) is null) && AsContent() is { } content && content.Fault() is null ? null : "invalid_content";
        }
    }

    /// <summary>Null for a kind that there is not.</summary>
    public MessageContent? AsContent() => Kind switch
    {
        "template" => new MessageContent.Template(Name ?? "", Language ?? "", [.. Parameters ?? []]),
        "buttons" => new MessageContent.Buttons(Body ?? "", [.. (Replies ?? []).Select(reply => new ReplyButton(reply.Id, reply.Title))], Footer ?? ""),
        "list" => new MessageContent.Choices(Body ?? "", Label ?? "", [.. (Rows ?? []).Select(row => new ChoiceRow(row.Id, row.Title, row.Description ?? ""))], Footer ?? ""),
        "media" when Key is { } key => new MessageContent.Media(key, Type ?? "", MimeType ?? "", FileName ?? "", Caption ?? "", Math.Max(0, Size ?? 0)),
        _ => null,
    };

    public static ContentWire? Of(string? json) => ChatStateJson.ReadContent(json ?? "") switch
    {
        MessageContent.Template template => new("template") { Name = template.Name, Language = template.Language, Parameters = template.Parameters },
        MessageContent.Buttons buttons => new("buttons") { Body = buttons.Body, Footer = buttons.Footer, Replies = [.. buttons.Replies.Select(one => new ReplyWire(one.Id, one.Title))] },
        MessageContent.Choices choices => new("list")
        {
            Body = choices.Body, Footer = choices.Footer, Label = choices.Label, Rows = [.. choices.Rows.Select(one => new RowWire(one.Id, one.Title, one.Description))],
        },
        MessageContent.Media media => new("media")
        {
            Key = media.Key, Type = media.Type, MimeType = media.MimeType, FileName = media.FileName, Size = media.Size, Caption = media.Caption,
        },
        _ => null,
    };
}

internal sealed record ReplyWire(string Id, string Title)
{
    [JsonIgnore]
    public IEnumerable<string> Texts => [Id, Title];
}

internal sealed record RowWire(string Id, string Title, string? Description = null)
{
    [JsonIgnore]
    public IEnumerable<string> Texts => [Id, Title, Description ?? ""];
}
