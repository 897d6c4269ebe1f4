using System.Collections.Frozen;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Media.Fetching;

/// <summary>
/// Which types are taken as what: those that WhatsApp's programs send. Nothing that a browser would run is among them (HTML, SVG, scripts).
/// </summary>
internal static class MediaTypes
{
    private static readonly FrozenSet<string> Audio = Set(
        "audio/ogg", "audio/opus", "application/ogg", "audio/mpeg", "audio/mp3", "audio/mp4", "audio/m4a", "audio/x-m4a", "audio/aac", "audio/amr", "audio/flac", "audio/x-flac",
        "audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave", "audio/webm", "video/mp4", "video/webm");

    private static readonly FrozenSet<string> Image = Set("image/jpeg", "image/jpg", "image/png", "image/webp", "image/gif");

    private static readonly FrozenSet<string> Video = Set("video/mp4", "video/3gpp", "video/quicktime", "video/webm");

    /// <summary>Beside all that the other kinds take.</summary>
    private static readonly FrozenSet<string> Document = Set(
        "application/pdf", "text/plain", "text/csv", "text/vcard", "text/x-vcard", "text/calendar", "application/json", "application/rtf", "text/rtf", "application/zip", "application/x-zip-compressed",
        "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.presentation",
        "application/epub+zip", "image/heic", "image/heif");

    /// <summary>The type to keep, or why it is not kept.</summary>
    /// <param name="declared">The server's word, without parameters; may be empty.</param>
    /// <param name="claimed">The provider's word; may be empty.</param>
    /// <param name="head">How the bytes begin.</param>
    public static (string? Type, string? Refusal) Judge(MediaKind kind, string declared, string claimed, ReadOnlySpan<byte> head)
    {
        var said = IsSaid(declared) ? declared : kind is MediaKind.Document && IsSaid(claimed) ? claimed : MediaType.Unsaid;
        if (IsSaid(said) && !Takes(kind, said)) return (null, "type_not_allowed");

        var seen = Sniff.TypeOf(head, kind);
        if (kind is MediaKind.Document && seen is null && !ShowsItself(said)) return (said, null);
        return seen is not null && Takes(kind, seen) ? (seen, null) : (null, "content_mismatch");
    }

    private static bool IsSaid(string type) => type is not ("" or MediaType.Unsaid or "binary/octet-stream" or "application/binary" or "application/force-download");

    private static bool Takes(MediaKind kind, string type) => kind switch
    {
        MediaKind.Audio => Audio.Contains(type),
        MediaKind.Image => Image.Contains(type),
        MediaKind.Video => Video.Contains(type),
        _ => Document.Contains(type) || ShowsItself(type),
    };

    /// <summary>Types whose bytes can be recognised, and so must be.</summary>
    private static bool ShowsItself(string type) => type is "application/pdf" || Audio.Contains(type) || Image.Contains(type) || Video.Contains(type);

    private static FrozenSet<string> Set(params string[] types) => types.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
