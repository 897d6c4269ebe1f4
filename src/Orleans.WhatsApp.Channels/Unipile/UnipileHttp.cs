using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>One call to Unipile's REST interface.</summary>
internal sealed class UnipileHttp(IHttpClientFactory clients, IOptionsMonitor<UnipileOptions> options, TimeProvider clock)
{
    public const string ClientName = "unipile";

    public async Task<ProviderAnswer> Call(HttpMethod method, string path, HttpContent? content, TimeSpan timeout, CancellationToken stop)
    {
        if (Request(method, path, content) is not { } request) return new ProviderAnswer.NotSent("not_configured");
        using (request)
        {
            using var client = clients.CreateClient(ClientName);
            return await ProviderHttp.Call(client, request, timeout, clock, UnipileErrors.Code, stop);
        }
    }

    /// <summary>Null while not configured.</summary>
    public MediaRequest? File(string path, MediaKind kind, string contentType) => options.CurrentValue is { Address: { } address, ApiRoot: { } root } settings
        ? new MediaRequest(new Uri(root + path), kind)
        {
            Own = new Uri(address),
            Headers = ImmutableDictionary<string, string>.Empty.Add("X-API-KEY", settings.ApiKey),
            ContentType = contentType,
        }
        : null;

    private HttpRequestMessage? Request(HttpMethod method, string path, HttpContent? content)
    {
        var settings = options.CurrentValue;
        if (settings.ApiRoot is not { } root) return null;
        var request = new HttpRequestMessage(method, new Uri(root + path)) { Content = content };
        request.Headers.TryAddWithoutValidation("X-API-KEY", settings.ApiKey);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        return request;
    }
}
