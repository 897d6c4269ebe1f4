using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>One call to Unipile's REST interface.</summary>
internal sealed class UnipileHttp(IHttpClientFactory clients, IOptionsMonitor<UnipileOptions> options, TimeProvider clock)
{
    public const string ClientName = "unipile";

    public async Task<ProviderAnswer> Call(HttpMethod method, string path, HttpContent? content, TimeSpan timeout, CancellationToken stop)
    {
        if (Request(method, path, content, "application/json") is not { } request) return new ProviderAnswer.NotSent("not_configured");
        using (request)
        {
            using var client = clients.CreateClient(ClientName);
            return await ProviderHttp.Call(client, request, timeout, clock, UnipileErrors.Code, stop);
        }
    }

    public async Task<FetchedMedia> Download(string path, CancellationToken stop)
    {
        if (Request(HttpMethod.Get, path, content: null, "*/*") is not { } request) return new FetchedMedia.Postponed("not_configured");
        using (request)
        {
            using var client = clients.CreateClient(ClientName);
            return await ProviderHttp.Download(client, request, options.CurrentValue.RequestTimeout, clock, stop);
        }
    }

    private HttpRequestMessage? Request(HttpMethod method, string path, HttpContent? content, string accept)
    {
        var settings = options.CurrentValue;
        if (settings.ApiRoot is not { } root) return null;
        var request = new HttpRequestMessage(method, new Uri(root + path)) { Content = content };
        request.Headers.TryAddWithoutValidation("X-API-KEY", settings.ApiKey);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return request;
    }
}
