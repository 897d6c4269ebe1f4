using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>One call to Unipile's REST interface. Keeps apart what was never sent from what may have arrived.</summary>
internal sealed class UnipileHttp(IHttpClientFactory clients, IOptionsMonitor<UnipileOptions> options, TimeProvider clock)
{
    public const string ClientName = "unipile";

    private const int MaxBody = 16 * 1024 * 1024;

    public async Task<UnipileAnswer> Call(HttpMethod method, string path, HttpContent? content, TimeSpan timeout, CancellationToken stop)
    {
        var settings = options.CurrentValue;
        if (settings.ApiRoot is not { } root) return new UnipileAnswer.NotSent("not_configured");

        using var limit = new CancellationTokenSource(timeout, clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        using var request = new HttpRequestMessage(method, new Uri(root + path)) { Content = content };
        request.Headers.TryAddWithoutValidation("X-API-KEY", settings.ApiKey);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ends.Token);
            return new UnipileAnswer.Answered((int)response.StatusCode, await Body(response, ends.Token));
        }
        catch (HttpRequestException failure) when (IsBeforeSending(failure.HttpRequestError))
        {
            return new UnipileAnswer.NotSent("unreachable");
        }
        catch (OperationCanceledException failure) when (failure.InnerException is TimeoutException && !ends.IsCancellationRequested)
        {
            // The handler's ConnectTimeout; our own limit is a token, not a TimeoutException.
            return new UnipileAnswer.NotSent("unreachable");
        }
        catch (OperationCanceledException)
        {
            return new UnipileAnswer.Lost(stop.IsCancellationRequested ? "canceled" : "timeout");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return new UnipileAnswer.Lost("connection_lost");
        }
    }

    /// <summary>
    /// Each of these arises while a connection is being made. The handler repeats a request on a new connection only if it had not begun to send
    /// the body on the old one, so a request with a body that ends this way has told nobody its content.
    /// </summary>
    private static bool IsBeforeSending(HttpRequestError error) => error is
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    /// <summary>The status line has decided what became of the call; a body that breaks off or is no JSON does not take that back.</summary>
    private static async Task<JsonElement> Body(HttpResponseMessage response, CancellationToken stop)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxBody, stop);
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(stop));
            return document.RootElement.Clone();
        }
        catch (Exception failure) when (failure is JsonException or HttpRequestException or IOException or OperationCanceledException)
        {
            return default;
        }
    }

    public static SocketsHttpHandler Handler(UnipileOptions options) => new()
    {
        ConnectTimeout = options.ConnectTimeout,
        // A send on a connection that the other side has just closed for idleness is unclear, and costs look-ups: do not keep idle ones long.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AllowAutoRedirect = false,
        UseCookies = false,
    };
}
