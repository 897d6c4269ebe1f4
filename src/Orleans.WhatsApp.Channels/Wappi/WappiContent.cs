using System.Globalization;
using System.Text.Json;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>What a message says, by its <c>type</c>.</summary>
internal static class WappiContent
{
    private const int LongestName = 300;

    /// <summary>Their <c>body</c> is the text, and never a file in base64.</summary>
    public static bool IsText(string type) => type is "chat" or "text" or "buttons_response" or "list_response" or "template_button_reply" or "reaction";

    /// <summary>How many bytes of a <c>body</c> are of use: all of a text, a card or a question within reason, nothing of a file.</summary>
    public static int LongestBody(string type) => IsText(type) ? int.MaxValue : IsCard(type) || IsPoll(type) ? 64 * 1024 : 0;

    private static bool IsCard(string type) => type is "vcard" or "contact" or "contact_card" or "multi_vcard" or "contact_card_multi";

    private static bool IsPoll(string type) => type is "poll" or "poll_creation";

    /// <summary>What WhatsApp itself notes in a chat, and a message that this device cannot read yet: it comes again under the same id.</summary>
    public static bool IsSystem(string type) => type is "ciphertext" or "e2e_notification" or "notification" or "notification_template" or "protocol" or "gp2";

    public static bool IsCall(string type) => type is "call_log" or "call";

    /// <summary>Nothing but white space is no text.</summary>
    public static string Text(WappiElement element)
    {
        var text = IsText(element.Type) ? element.Json.Text("body"u8).Or(element.Json.Field("body"u8).Text("text"u8)) : element.Caption;
        return string.IsNullOrWhiteSpace(text) ? "" : text;
    }

    /// <summary>Null for a message that is only text. A file's id is the message's own, by which <c>media/download</c> knows the file.</summary>
    public static Attachment? Attachment(WappiElement element) => element.Type switch
    {
        var type when IsText(type) => null,
        "image" => File(element, "img"),
        "video" or "gif" or "ptv" => File(element, "video"),
        "audio" => File(element, "audio"),
        "ptt" => File(element, "audio") with { IsVoiceNote = true },
        "document" => File(element, "file"),
        "sticker" => File(element, "sticker"),
        "location" or "live_location" => Named("location", Place(element.Json)),
        var type when IsCard(type) => Named("contact", Cards([element.Json, .. element.Json.Items("body"u8), .. element.Json.Field("body"u8).Items("contacts"u8)])),
        var type when IsPoll(type) => Named("poll", Poll(element.Json)),
        var type => Named("unsupported", type),
    };

    private static Attachment File(WappiElement element, string kind) => new(element.Id, kind, element.MimeType, element.FileName, element.Size);

    /// <summary>Without an id: there is nothing to fetch.</summary>
    private static Attachment Named(string kind, string name) =>
        new("", kind, FileName: name.Length > LongestName ? string.Concat(name.AsSpan(0, LongestName - 1), "…") : name);

    /// <summary>"Name, Address (41.01, 29.02)". The numbers are in the message, or in an object of it.</summary>
    private static string Place(JsonElement message)
    {
        foreach (var place in new[] { message.Field("location"u8), message.Field("body"u8), message })
        {
            var (latitude, longitude) = (Number(place, "latitude", "degreesLatitude", "lat"), Number(place, "longitude", "degreesLongitude", "lng", "lon"));
            if (latitude.Length == 0 || longitude.Length == 0) continue;
            var words = string.Join(", ", new[] { place.Text("name"u8), place.Text("address"u8) }.Where(word => word.Length > 0));
            return $"{words} ({latitude}, {longitude})".TrimStart();
        }

        return "";
    }

    private static string Number(JsonElement place, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            var value = place.Field(name);
            var isNumber = value.ValueKind == JsonValueKind.Number ? value.TryGetDouble(out var number)
                : double.TryParse(value.Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out number);
            if (isNumber && double.IsFinite(number) && Math.Abs(number) <= 360) return number.ToString("0.######", CultureInfo.InvariantCulture);
        }

        return "";
    }

    /// <summary>"Ayşe +90…", from <c>BEGIN:VCARD … FN:Ayşe … TEL;waid=90…:+90…</c>.</summary>
    private static string Cards(IEnumerable<JsonElement> holders) => string.Join("; ", holders.Select(Card).Where(card => card.Length > 0));

    private static string Card(JsonElement holder)
    {
        var card = holder.Text().Or(holder.Text("vcard"u8)).Or(holder.Text("body"u8)).Or(holder.Field("body"u8).Text("vcard"u8));
        var (name, phone) = ("", "");
        foreach (var line in card.Split('\n', StringSplitOptions.TrimEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0) continue;
            var property = line[..colon].Split(';')[0];
            property = property[(property.LastIndexOf('.') + 1)..];
            if (name.Length == 0 && property.Equals("FN", StringComparison.OrdinalIgnoreCase)) name = line[(colon + 1)..].Trim();
            if (phone.Length == 0 && property.Equals("TEL", StringComparison.OrdinalIgnoreCase)) phone = line[(colon + 1)..].Trim();
        }

        return $"{name.Or(holder.Text("displayName"u8)).Or(holder.Field("body"u8).Text("displayName"u8))} {phone}".Trim();
    }

    /// <summary>"Which day?: Monday, Tuesday". The options are words, or objects with a name.</summary>
    private static string Poll(JsonElement message)
    {
        var question = message.Text("poll_name"u8).Or(message.Text("body"u8)).Or(message.Field("body"u8).Text("name"u8));
        var options = message.Items("poll_options"u8).Concat(message.Field("body"u8).Items("options"u8))
            .Select(option => option.Text().Or(option.Text("name"u8)).Or(option.Text("optionName"u8))).Where(option => option.Length > 0).ToList();
        return options.Count == 0 ? question : $"{question}: {string.Join(", ", options)}";
    }
}
