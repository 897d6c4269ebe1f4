namespace Orleans.WhatsApp.Grains.Media;

/// <summary>Names of media types, as they are kept and compared.</summary>
public static class MediaType
{
    /// <summary>What bytes are whose type nobody says.</summary>
    public const string Unsaid = "application/octet-stream";

    /// <summary><c>Audio/Ogg; codecs=opus</c> is <c>audio/ogg</c>; empty stays empty.</summary>
    public static string Plain(string type) => type.Split(';')[0].Trim().ToLowerInvariant();
}
