using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Media.Fetching;

/// <summary>What bytes are by how they begin, whatever anybody calls them. Only of what the dashboard plays or shows, and of PDF.</summary>
internal static class Sniff
{
    /// <summary>So many first bytes are enough.</summary>
    public const int Enough = 1024;

    /// <summary>Null if it is none of them.</summary>
    /// <param name="kind">Some containers hold sound as well as pictures: what it was sent as decides.</param>
    public static string? TypeOf(ReadOnlySpan<byte> head, MediaKind kind) => head switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        _ when head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8) => "image/gif",
        _ when head.StartsWith("RIFF"u8) && head.Length >= 12 => OfRiff(head[8..12]),
        _ when head.StartsWith("OggS"u8) => kind is MediaKind.Video ? "video/ogg" : "audio/ogg",
        _ when head.StartsWith("#!AMR"u8) => "audio/amr",
        _ when head.StartsWith("fLaC"u8) => "audio/flac",
        _ when head.StartsWith("ID3"u8) || IsMp3Frame(head) => "audio/mpeg",
        // ADTS: twelve bits of synchronisation, a version, and a layer that is always 0.
        [0xFF, var second, ..] when (second & 0xF6) == 0xF0 => "audio/aac",
        [0x1A, 0x45, 0xDF, 0xA3, ..] => kind is MediaKind.Audio ? "audio/webm" : "video/webm",
        _ when head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8) => OfBrand(head[8..12], kind),
        // The format lets something else come first, and some programs do.
        _ when head[..Math.Min(head.Length, Enough)].IndexOf("%PDF-"u8) >= 0 => "application/pdf",
        _ => null,
    };

    private static string? OfRiff(ReadOnlySpan<byte> form) => form.SequenceEqual("WAVE"u8) ? "audio/wav" : form.SequenceEqual("WEBP"u8) ? "image/webp" : null;

    /// <summary>
    /// A frame of layer III with a bit rate and a sample rate that exist. The rest of the header matters: a text that begins with a byte order mark, FF FE, has
    /// the synchronisation bits as well.
    /// </summary>
    private static bool IsMp3Frame(ReadOnlySpan<byte> head) =>
        head is [0xFF, var second, var third, ..] && (second & 0xE6) == 0xE2 && (third & 0xF0) != 0xF0 && (third & 0x0C) != 0x0C;

    private static string? OfBrand(ReadOnlySpan<byte> brand, MediaKind kind)
    {
        // Pictures in the same container, which most browsers do not show.
        if (brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) || brand.StartsWith("avi"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8)) return null;
        if (kind is MediaKind.Audio || brand.StartsWith("M4A"u8) || brand.StartsWith("M4B"u8)) return "audio/mp4";
        return brand.StartsWith("3g"u8) ? "video/3gpp" : brand.SequenceEqual("qt  "u8) ? "video/quicktime" : "video/mp4";
    }
}
