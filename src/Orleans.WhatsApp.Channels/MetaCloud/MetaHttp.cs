using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>One call to the Graph API, in the name of one number.</summary>
internal sealed class MetaHttp(IHttpClientFactory clients, MetaTokens tokens, IOptionsMonitor<MetaOptions> options, TimeProvider clock)
{
    public const string ClientName = "meta";

    /// <summary>Meta's media hosts turn away what does not call itself a program that they know.</summary>
    private const string UserAgent = "Mozilla/5.0 (compatible; Orleans.WhatsApp/1.0)";

    /// <param name="path">Below the version, with its slash.</param>
    public async Task<ProviderAnswer> Call(string account, HttpMethod method, string path, HttpContent? content, TimeSpan timeout, CancellationToken stop)
    {
        if (await tokens.Of(account) is not { } token) return new ProviderAnswer.NotSent("no_token");
        return await CallWith(token, method, path, content, timeout, stop);
    }

    public async Task<ProviderAnswer> CallWith(string token, HttpMethod method, string path, HttpContent? content, TimeSpan timeout, CancellationToken stop)
    {
        if (!HasToken(token)) return new ProviderAnswer.NotSent("not_configured");
        using var request = Request(method, new Uri(options.CurrentValue.ApiRoot + path), token, "application/json");
        request.Content = content;
        using var client = clients.CreateClient(ClientName);
        return await ProviderHttp.Call(client, request, timeout, clock, MetaErrors.Code, stop);
    }

    public async Task<FetchedMedia> Download(string account, Uri url, CancellationToken stop)
    {
        if (await tokens.Of(account) is not { } token) return new FetchedMedia.Postponed("no_token");
        if (!HasToken(token)) return new FetchedMedia.Postponed("not_configured");
        using var request = Request(HttpMethod.Get, url, token, "*/*");
        using var client = clients.CreateClient(ClientName);
        return await ProviderHttp.Download(client, request, options.CurrentValue.RequestTimeout, clock, stop);
    }

    private static bool HasToken(string token) => token.Length > 0 && MetaOptions.CanBeSent(token);

    private static HttpRequestMessage Request(HttpMethod method, Uri url, string token, string accept)
    {
        var request = new HttpRequestMessage(method, url);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        return request;
    }
}
