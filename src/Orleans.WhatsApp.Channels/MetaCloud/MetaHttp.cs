using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>One call to the Graph API, in the name of one number.</summary>
internal sealed class MetaHttp(IHttpClientFactory clients, MetaTokens tokens, IOptionsMonitor<MetaOptions> options, TimeProvider clock)
{
    public const string ClientName = "meta";

    /// <param name="path">Below the version, with its slash.</param>
    public async Task<ProviderAnswer> Call(string account, HttpMethod method, string path, HttpContent? content, TimeSpan timeout, CancellationToken stop)
    {
        if (await tokens.Of(account) is not { } token) return new ProviderAnswer.NotSent("no_token");
        return await CallWith(token, method, path, content, timeout, stop);
    }

    public async Task<ProviderAnswer> CallWith(string token, HttpMethod method, string path, HttpContent? content, TimeSpan timeout, CancellationToken stop)
    {
        if (!HasToken(token)) return new ProviderAnswer.NotSent("not_configured");
        using var request = Request(method, new Uri(options.CurrentValue.ApiRoot + path), token);
        request.Content = content;
        using var client = clients.CreateClient(ClientName);
        return await ProviderHttp.Call(client, request, timeout, clock, MetaErrors.Code, stop);
    }

    /// <summary>A file at one of Meta's addresses, with the number's own token; or why there is no token.</summary>
    public async Task<(MediaRequest? Request, string Failure)> File(string account, Uri url, MediaKind kind, string contentType)
    {
        if (await tokens.Of(account) is not { } token) return (null, "no_token");
        if (!HasToken(token)) return (null, "not_configured");
        return (new MediaRequest(url, kind)
        {
            Own = new Uri(options.CurrentValue.BaseUrl.Trim()),
            Hosts = [.. MetaMedia.Hosts],
            Headers = ImmutableDictionary<string, string>.Empty.Add("Authorization", $"Bearer {token}"),
            ContentType = contentType,
        }, "");
    }

    private static bool HasToken(string token) => token.Length > 0 && MetaOptions.CanBeSent(token);

    private static HttpRequestMessage Request(HttpMethod method, Uri url, string token)
    {
        var request = new HttpRequestMessage(method, url);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        // As the files are asked for: Meta's media hosts turn away what does not call itself a program that they know.
        request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (compatible; Orleans.WhatsApp/1.0)");
        return request;
    }
}
