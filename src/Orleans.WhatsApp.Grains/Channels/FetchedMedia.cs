namespace Orleans.WhatsApp.Grains.Channels;

/// <summary>What became of fetching an attachment.</summary>
public abstract record FetchedMedia
{
    private FetchedMedia() { }

    public sealed record Fetched(ReadOnlyMemory<byte> Bytes, string MimeType, string FileName) : FetchedMedia;

    /// <summary>It will not get better: too long, a type that is not taken, gone at the provider.</summary>
    public sealed record Refused(string Code) : FetchedMedia;

    /// <summary>Worth another try.</summary>
    public sealed record Postponed(string Code) : FetchedMedia;
}
