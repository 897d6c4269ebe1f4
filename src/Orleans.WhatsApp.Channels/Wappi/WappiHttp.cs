using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.Options;

namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>One call to Wappi's interface, in the profile's turn.</summary>
internal sealed class WappiHttp(IHttpClientFactory clients, WappiTokens tokens, ProfileTurns turns, IOptionsMonitor<WappiOptions> options, TimeProvider clock)
{
    public const string ClientName = "wappi";

    /// <summary>Its type said without a charset.</summary>
    public static JsonContent Json<T>(T body) => JsonContent.Create(body, new MediaTypeHeaderValue("application/json"));

    public Task<ProviderAnswer> Get(string profile, string path, CancellationToken stop) =>
        Call(HttpMethod.Get, profile, path, content: null, options.CurrentValue.RequestTimeout, stop);

    public async Task<ProviderAnswer> Call(HttpMethod method, string profile, string path, HttpContent? content, TimeSpan timeout, CancellationToken stop) =>
        await Call(await tokens.Of(profile), method, profile, path, content, timeout, stop);

    /// <param name="path">Below <c>/api</c>, with its query but for the profile.</param>
    /// <param name="timeout">For the call, and as long again for its turn. A call whose turn does not come was not made.</param>
    public async Task<ProviderAnswer> Call(string? token, HttpMethod method, string profile, string path, HttpContent? content, TimeSpan timeout, CancellationToken stop)
    {
        if (token is null) return new ProviderAnswer.NotSent("unavailable");
        if (token.Length == 0 || !ProviderHttp.IsHeader(token)) return new ProviderAnswer.NotSent("not_configured");
        if (!ProviderId.Is(profile)) return new ProviderAnswer.NotSent("invalid_profile");
        using var turn = await turns.Enter(profile, timeout, stop);
        if (turn is null) return new ProviderAnswer.NotSent("busy");

        var mark = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        using var request = new HttpRequestMessage(method, new Uri($"{options.CurrentValue.ApiRoot}{path}{mark}profile_id={Uri.EscapeDataString(profile)}")) { Content = content };
        // The token alone: Wappi knows no scheme before it.
        request.Headers.TryAddWithoutValidation("Authorization", token);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        using var client = clients.CreateClient(ClientName);
        return WappiErrors.Plain(await ProviderHttp.Call(client, request, timeout, clock, WappiErrors.Code, stop));
    }
}
