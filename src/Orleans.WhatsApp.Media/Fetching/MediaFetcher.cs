using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Media.Fetching;

/// <summary>Follows an address to its bytes. What is asked of each address on the way is in <see cref="Trust"/>, of each connection in <see cref="Line"/>.</summary>
internal sealed partial class MediaFetcher(IHttpClientFactory clients, IOptionsMonitor<MediaOptions> options, TimeProvider clock, ILogger<MediaFetcher> log) : IMediaFetcher
{
    public const string ClientName = "media";

    /// <summary>For a channel's own address. Its connections are kept apart: no other request may find one that leads to a private address.</summary>
    public const string OwnClientName = "media-own";

    private const int MostRedirects = 3;

    public async Task<FetchResult> Fetch(MediaRequest request, CancellationToken stop)
    {
        var result = await InTime(request, stop);
        if (result is FetchResult.Refused refused) LogRefused(request.Url.IsAbsoluteUri ? request.Url.DnsSafeHost : "", refused.Code);
        return result;
    }

    private async Task<FetchResult> InTime(MediaRequest request, CancellationToken stop)
    {
        var settings = options.CurrentValue;
        using var limit = new CancellationTokenSource(settings.FetchTimeout, clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            return await Follow(request, settings, ends.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new FetchResult.Postponed("timeout");
        }
        catch (HttpRequestException failure)
        {
            return Failed(failure);
        }
    }

    private async Task<FetchResult> Follow(MediaRequest request, MediaOptions settings, CancellationToken stop)
    {
        var trust = new Trust(settings, request);
        var url = request.Url;
        for (var redirects = 0; ; redirects++)
        {
            if (trust.Refusal(url) is { } refusal) return new FetchResult.Refused(refusal);

            using var client = clients.CreateClient(trust.IsOwn(url) ? OwnClientName : ClientName);
            using var asked = Ask(request, url);
            using var response = await client.SendAsync(asked, HttpCompletionOption.ResponseHeadersRead, stop);
            if (!IsRedirect(response.StatusCode)) return await Answer(response, request, settings, stop);
            if (redirects == MostRedirects) return new FetchResult.Refused("too_many_redirects");
            if (response.Headers.Location is not { } next || !Uri.TryCreate(url, next, out url)) return new FetchResult.Refused("bad_redirect");
        }
    }

    private static HttpRequestMessage Ask(MediaRequest request, Uri url)
    {
        var asked = new HttpRequestMessage(HttpMethod.Get, url);
        asked.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        // Meta's media hosts turn away whoever does not look like a program that they know.
        asked.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (compatible; Orleans.WhatsApp/1.0)");
        if (Trust.IsSamePlace(request.Url, url))
        {
            foreach (var (name, value) in request.Headers)
            {
                asked.Headers.Remove(name);
                asked.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return asked;
    }

    private async Task<FetchResult> Answer(HttpResponseMessage response, MediaRequest request, MediaOptions settings, CancellationToken stop) => (int)response.StatusCode switch
    {
        200 => await Read(response.Content, request, settings.Limit(request.Kind), stop),
        404 or 410 => new FetchResult.Gone(),
        401 => new FetchResult.Refused("unauthorized"),
        403 => new FetchResult.Refused("forbidden"),
        425 or 429 => new FetchResult.Postponed("busy", RetryAfter.Of(response, clock)),
        var status when status is 408 or >= 500 => new FetchResult.Postponed(Named(status), RetryAfter.Of(response, clock)),
        var status => new FetchResult.Refused(Named(status)),
    };

    private static async Task<FetchResult> Read(HttpContent content, MediaRequest request, long limit, CancellationToken stop)
    {
        if (content.Headers.ContentEncoding.Any(encoding => !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))) return new FetchResult.Refused("encoded");
        if (content.Headers.ContentLength > limit) return new FetchResult.Refused("too_large");

        await using var spool = new Spool();
        await using var body = await content.ReadAsStreamAsync(stop);
        var buffer = new byte[Spool.BufferSize];
        while (true)
        {
            int read;
            try
            {
                read = await body.ReadAsync(buffer, stop);
            }
            catch (Exception failure) when (failure is IOException or HttpRequestException)
            {
                return new FetchResult.Postponed("broken_off");
            }

            if (read == 0) break;
            if (spool.Length + read > limit) return new FetchResult.Refused("too_large");
            await spool.Add(buffer.AsMemory(0, read), stop);
        }

        if (spool.Length == 0) return new FetchResult.Refused("empty");
        var (type, refusal) = MediaTypes.Judge(
            request.Kind, content.Headers.ContentType?.MediaType?.ToLowerInvariant() ?? "", MediaType.Plain(request.ContentType), await spool.Head(Sniff.Enough, stop));
        if (type is null) return new FetchResult.Refused(refusal!);
        var length = spool.Length;
        return new FetchResult.Fetched(spool.HandOver(), type, length);
    }

    private static FetchResult Failed(HttpRequestException failure)
    {
        if (failure.InnerException is AddressNotAllowedException) return new FetchResult.Refused("address_not_allowed");
        return new FetchResult.Postponed(failure.HttpRequestError switch
        {
            HttpRequestError.SecureConnectionError => "tls_failed",
            HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError => "unreachable",
            _ => "broken_off",
        });
    }

    private static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    private static string Named(int status) => string.Create(CultureInfo.InvariantCulture, $"http_{status}");

    [LoggerMessage(EventId = 6000, Level = LogLevel.Warning, Message = "Media at {Host} are not taken: {Code}")]
    private partial void LogRefused(string host, string code);
}
