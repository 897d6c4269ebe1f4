namespace Orleans.WhatsApp.Grains.Channels;

/// <summary>What became of fetching an attachment.</summary>
public abstract record FetchedMedia
{
    private FetchedMedia() { }

    /// <param name="Content">At its beginning, can seek, and is the taker's to dispose of: what is large lies in a temporary file, which goes with it.</param>
    public sealed record Fetched(Stream Content, string MimeType, string FileName) : FetchedMedia, IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Content.DisposeAsync();
    }

    /// <summary>It will not get better: too long, a type that is not taken, gone at the provider.</summary>
    public sealed record Refused(string Code) : FetchedMedia;

    /// <summary>Worth another try.</summary>
    public sealed record Postponed(string Code) : FetchedMedia;
}
