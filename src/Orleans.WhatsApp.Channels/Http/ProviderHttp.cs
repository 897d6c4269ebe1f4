using System.Text.Json;

namespace Orleans.WhatsApp.Channels;

/// <summary>One call to a provider. Keeps apart what was never sent from what may have arrived.</summary>
internal static class ProviderHttp
{
    private const int MaxBody = 16 * 1024 * 1024;

    /// <param name="client">Without a time-out of its own; <paramref name="timeout"/> is told apart from the caller's stop.</param>
    /// <param name="code">What the provider calls the failure, from status and body.</param>
    public static async Task<ProviderAnswer> Call(
        HttpClient client, HttpRequestMessage request, TimeSpan timeout, TimeProvider clock, Func<int, JsonElement, string> code, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(timeout, clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            // With its length said: some gateways take a body that comes in chunks for none.
            if (request.Content is { } content) await content.LoadIntoBufferAsync(ends.Token);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ends.Token);
            var (status, body) = ((int)response.StatusCode, await Body(response, ends.Token));
            return new ProviderAnswer.Answered(status, body, response.IsSuccessStatusCode ? "" : code(status, body));
        }
        catch (HttpRequestException failure) when (IsBeforeSending(failure.HttpRequestError))
        {
            return new ProviderAnswer.NotSent("unreachable");
        }
        catch (OperationCanceledException failure) when (failure.InnerException is TimeoutException && !ends.IsCancellationRequested)
        {
            // The handler's ConnectTimeout; our own limit is a token, not a TimeoutException.
            return new ProviderAnswer.NotSent("unreachable");
        }
        catch (OperationCanceledException)
        {
            return new ProviderAnswer.Lost(stop.IsCancellationRequested ? "canceled" : "timeout");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return new ProviderAnswer.Lost("connection_lost");
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

    public static SocketsHttpHandler Handler(TimeSpan connectTimeout) => new()
    {
        ConnectTimeout = connectTimeout,
        // A send on a connection that the other side has just closed for idleness is unclear, and costs look-ups: do not keep idle ones long.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AllowAutoRedirect = false,
        UseCookies = false,
    };

    /// <summary>Whether calls can go there: an absolute http or https address, blanks around it aside.</summary>
    public static bool IsAddress(string url) => Uri.TryCreate(url.Trim(), UriKind.Absolute, out var address) && address.Scheme is "http" or "https";

    /// <summary>Whether it can be sent as a header.</summary>
    public static bool IsHeader(string value) => value.All(char.IsAscii) && !value.Any(char.IsControl);
}
