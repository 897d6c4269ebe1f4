using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Orleans.WhatsApp.Agents.ElevenLabs;

/// <summary>The three REST questions we ask.</summary>
internal sealed class ElevenLabsApi(IHttpClientFactory clients, IOptions<ElevenLabsOptions> options, TimeProvider time)
{
    public const string ClientName = "ElevenLabs";

    /// <summary>Good for one opening within 15 minutes; never kept.</summary>
    public Task<ApiReply> SignedUrl(string agentId, CancellationToken stop) =>
        Get($"/v1/convai/conversation/get-signed-url?agent_id={Uri.EscapeDataString(agentId)}", stop);

    public Task<ApiReply> Agent(string agentId, CancellationToken stop) => Get($"/v1/convai/agents/{Uri.EscapeDataString(agentId)}", stop);

    public Task<ApiReply> Conversation(string conversationId, CancellationToken stop) =>
        Get($"/v1/convai/conversations/{Uri.EscapeDataString(conversationId)}", stop);

    private async Task<ApiReply> Get(string path, CancellationToken stop)
    {
        var settings = options.Value;
        if (string.IsNullOrEmpty(settings.ApiKey)) return new ApiReply.Refused("no_api_key", MayRetry: false);

        using var limit = new CancellationTokenSource(settings.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var request = new HttpRequestMessage(HttpMethod.Get, settings.BaseUrl.AbsoluteUri.TrimEnd('/') + path);
            request.Headers.Add("xi-api-key", settings.ApiKey);
            using var response = await client.SendAsync(request, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            return response.IsSuccessStatusCode ? Read(body) : ApiReply.Refused.From(response.StatusCode, body);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new ApiReply.Refused("http_timeout", MayRetry: true);
        }
        catch (HttpRequestException)
        {
            return new ApiReply.Refused("network", MayRetry: true);
        }
    }

    private static ApiReply Read(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return new ApiReply.Answered(json.RootElement.Clone());
        }
        catch (JsonException)
        {
            return ApiReply.Refused.Unreadable;
        }
    }
}

internal abstract record ApiReply
{
    private ApiReply() { }

    public sealed record Answered(JsonElement Body) : ApiReply;

    public sealed record Refused(string Reason, bool MayRetry) : ApiReply
    {
        /// <summary>A 200 that is not what was asked for: something stands between us and the provider, and may go away.</summary>
        public static Refused Unreadable { get; } = new("unreadable_reply", MayRetry: true);

        /// <summary>
        /// <c>{"detail":{"status":"quota_exceeded","message":"…"}}</c>, or <c>{"detail":[{"loc":[…],"msg":"…","type":"…"}]}</c> with 422.
        /// The message may quote what we sent, so only a listed status is passed on.
        /// </summary>
        public static Refused From(HttpStatusCode status, byte[] body) => new(Word(body) ?? Word(status), ByStatus(status));

        public static Refused From(HttpStatusCode status) => new(Word(status), ByStatus(status));

        private static bool ByStatus(HttpStatusCode status) => (int)status is < 400 or 408 or 425 or 429 or >= 500;

        private static string Word(HttpStatusCode status) => (int)status switch
        {
            401 => "unauthorized",
            403 => "forbidden",
            404 => "not_found",
            408 => "http_timeout",
            425 or 429 => "busy",
            >= 400 and < 500 => "invalid_request",
            _ => "provider_unavailable",
        };

        private static string? Word(byte[] body)
        {
            try
            {
                using var json = JsonDocument.Parse(body);
                return json.RootElement.Child("detail").Child("status").Text() switch
                {
                    "invalid_api_key" => "invalid_api_key",
                    "quota_exceeded" => "quota_exceeded",
                    "too_many_concurrent_requests" => "too_many_concurrent_requests",
                    "system_busy" => "system_busy",
                    _ => null,
                };
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}
