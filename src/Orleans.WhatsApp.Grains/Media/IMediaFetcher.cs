using System.Collections.Immutable;

namespace Orleans.WhatsApp.Grains.Media;

/// <summary>
/// Downloads what a message points at. The address comes from outside, so it is trusted with nothing: see <c>docs/decisions/019-media.md</c>.
/// Every way in which this can end is a value.
/// </summary>
public interface IMediaFetcher
{
    Task<FetchResult> Fetch(MediaRequest request, CancellationToken stop);
}

/// <summary>What is to be fetched, and what it must be.</summary>
/// <param name="Url">https, unless it is at <see cref="Own"/>.</param>
/// <param name="Kind">Decides which types are taken, and up to which size.</param>
public sealed record MediaRequest(Uri Url, MediaKind Kind)
{
    /// <summary>Whose addresses are good: <c>fbsbx.com</c> is that host and all below it. Those of the settings are added; without any, nothing is fetched.</summary>
    public ImmutableArray<string> Hosts { get; init; } = [];

    /// <summary>
    /// The channel's address as the operator's settings have it, never anything that came with a message. What is fetched from its scheme, host and port may be
    /// without TLS and in a private network, as a simulated world is. A redirect that leaves it is judged like every other address.
    /// </summary>
    public Uri? Own { get; init; }

    /// <summary>Sent to the address's own scheme, host and port; a redirect to any other gets none of them.</summary>
    public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What the provider says it is; counts only for a document whose server does not say.</summary>
    public string ContentType { get; init; } = "";
}

public enum MediaKind
{
    /// <summary>A recording or a voice note.</summary>
    Audio,

    /// <summary>A picture or a sticker.</summary>
    Image,

    Video,

    /// <summary>Any file; also a picture, recording or film that was sent as one.</summary>
    Document,
}

/// <summary>How a fetch can end.</summary>
public abstract record FetchResult
{
    private FetchResult() { }

    /// <param name="Content">At its beginning, can seek, and is the caller's to dispose of.</param>
    /// <param name="ContentType">Without parameters. For audio, images, video and PDF it is what the bytes are, not what anybody says.</param>
    /// <param name="Length">In bytes; never 0.</param>
    public sealed record Fetched(Stream Content, string ContentType, long Length) : FetchResult, IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Content.DisposeAsync();
    }

    /// <summary>It will not get better with this address.</summary>
    /// <param name="Code">
    /// bad_url, not_https, host_not_allowed, address_not_allowed, too_many_redirects, bad_redirect, too_large, type_not_allowed, content_mismatch, encoded, empty,
    /// unauthorized (401), forbidden (403: also how a signed link says that its time is over), or http_ and another status.
    /// </param>
    public sealed record Refused(string Code) : FetchResult;

    /// <summary>Nothing was fetched, and it may go better later.</summary>
    /// <param name="Code">timeout, unreachable, tls_failed, broken_off, busy, or http_ and a status.</param>
    /// <param name="After">How long the server asks to be left alone.</param>
    public sealed record Postponed(string Code, TimeSpan? After = null) : FetchResult;

    /// <summary>404 or 410: this address has ended. Where the provider gives out new ones, ask it for one.</summary>
    public sealed record Gone : FetchResult;
}
