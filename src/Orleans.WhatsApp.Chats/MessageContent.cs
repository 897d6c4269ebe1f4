using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Orleans.WhatsApp.Chats;

/// <summary>
/// What is sent where plain text is not enough. Limits are those of the WhatsApp Cloud API, the narrowest of the channels; which of these a channel can
/// carry it says itself.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Buttons), "buttons")]
[JsonDerivedType(typeof(Choices), "list")]
[JsonDerivedType(typeof(Template), "template")]
[JsonDerivedType(typeof(Media), "media")]
public abstract record MessageContent
{
    private MessageContent() { }

    /// <summary>Up to three answers to tap.</summary>
    public sealed record Buttons(string Body, ImmutableArray<ReplyButton> Replies, string Footer = "") : MessageContent
    {
        public const int Most = 3;
    }

    /// <summary>A menu of up to ten rows behind one button.</summary>
    /// <param name="Label">What the button says that opens the menu; at most 20 characters.</param>
    public sealed record Choices(string Body, string Label, ImmutableArray<ChoiceRow> Rows, string Footer = "") : MessageContent
    {
        public const int Most = 10;
    }

    /// <summary>A text that the provider has approved beforehand; the only thing that goes out while the contact's window is closed.</summary>
    /// <param name="Language">As it was approved, for example <c>en_US</c>.</param>
    /// <param name="Parameters">What stands for the placeholders of the body, in order.</param>
    public sealed record Template(string Name, string Language, ImmutableArray<string> Parameters) : MessageContent;

    /// <summary>A file. Its bytes are in the media store under <paramref name="Key"/>.</summary>
    /// <param name="Type">image, video, audio or document.</param>
    public sealed record Media(Guid Key, string Type, string MimeType, string FileName, string Caption, long Size = 0) : MessageContent
    {
        internal Attachment AsAttachment() => new(Key.ToString("N"), KindOf(Type), MimeType, FileName, Size) { State = MediaState.Kept };

        internal static string KindOf(string type) => type switch { "image" => "img", "document" => "file", _ => type };
    }

    /// <summary>How it reads where only text goes: in the chat's history, in the list, to an agent.</summary>
    public string AsText() => this switch
    {
        Buttons buttons => $"{buttons.Body}\n{string.Join(' ', buttons.Replies.Select(reply => $"[{reply.Title}]"))}",
        Choices choices => $"{choices.Body}\n{string.Join(' ', choices.Rows.Select(row => $"[{row.Title}]"))}",
        Template template => string.Join(' ', template.Parameters.Prepend($"[{template.Name}]")),
        Media media => media.Caption,
        _ => throw new InvalidOperationException($"{GetType().Name} has no text."),
    };

    /// <summary>What is wrong with it, as a short sentence; null if nothing is.</summary>
    public string? Fault() => this switch
    {
        Buttons { Replies: var replies } when replies.Length is 0 or > Buttons.Most => $"One to {Buttons.Most} buttons.",
        Buttons buttons => BodyFault(buttons.Body) ?? FooterFault(buttons.Footer) ?? buttons.Replies.Select(reply => reply.Fault()).FirstOrDefault(fault => fault is not null)
            ?? (Repeats(buttons.Replies.Select(reply => reply.Id)) || Repeats(buttons.Replies.Select(reply => reply.Title)) ? "Each button needs its own id and title." : null),
        Choices { Rows: var rows } when rows.Length is 0 or > Choices.Most => $"One to {Choices.Most} rows.",
        Choices { Label.Length: 0 or > 20 } => "The list's button needs a label of at most 20 characters.",
        Choices choices => BodyFault(choices.Body) ?? FooterFault(choices.Footer) ?? choices.Rows.Select(row => row.Fault()).FirstOrDefault(fault => fault is not null)
            ?? (Repeats(choices.Rows.Select(row => row.Id)) ? "Each row needs its own id." : null),
        Template { Name: var name } when name.Length is 0 or > 512 || !name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_') => "A template's name has lower-case letters, digits and underscores.",
        Template { Language.Length: < 2 or > 15 } => "A template's language is a code like en_US.",
        Template { Parameters: var parameters } when parameters.Any(parameter => parameter.Length is 0 or > 1024) => "A template's parameter has 1 to 1024 characters.",
        Media { Caption.Length: > 1024 } => "A caption has at most 1024 characters.",
        Media { Type: not ("image" or "video" or "audio" or "document") } => "A file is an image, a video, an audio or a document.",
        _ => null,
    };

    private static string? BodyFault(string body) => string.IsNullOrWhiteSpace(body) || body.Length > 1024 ? "The text beside buttons has 1 to 1024 characters." : null;

    private static string? FooterFault(string footer) => footer.Length > 60 ? "A footer has at most 60 characters." : null;

    private static bool Repeats(IEnumerable<string> values)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return !values.All(seen.Add);
    }
}

/// <param name="Id">Comes back when the contact taps it; at most 256 characters.</param>
/// <param name="Title">At most 20 characters.</param>
public sealed record ReplyButton(string Id, string Title)
{
    internal string? Fault() =>
        Id.Length is 0 or > 256 ? "A button's id has 1 to 256 characters."
        : string.IsNullOrWhiteSpace(Title) || Title.Length > 20 ? "A button's title has 1 to 20 characters."
        : null;
}

/// <param name="Id">At most 200 characters.</param>
/// <param name="Title">At most 24 characters.</param>
/// <param name="Description">At most 72 characters; may be empty.</param>
public sealed record ChoiceRow(string Id, string Title, string Description = "")
{
    internal string? Fault() =>
        Id.Length is 0 or > 200 ? "A row's id has 1 to 200 characters."
        : string.IsNullOrWhiteSpace(Title) || Title.Length > 24 ? "A row's title has 1 to 24 characters."
        : Description.Length > 72 ? "A row's description has at most 72 characters."
        : null;
}
