using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Media.Speech;

/// <summary>One call to a provider of speech to text, and how it can end.</summary>
internal sealed class SpeechApi(IHttpClientFactory clients, IOptionsMonitor<MediaOptions> options, TimeProvider clock)
{
    public const string ClientName = "speech";

    /// <summary>In bytes. Hours of speech are some hundred thousand.</summary>
    public const int MaxAnswer = 8 * 1024 * 1024;

    /// <param name="readAnswer">Given the status (and how long the provider asks to be left alone) and the body, which is undefined if it is no JSON.</param>
    public async Task<Transcription> Ask(HttpRequestMessage request, Func<Answer, Transcription> readAnswer, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(options.CurrentValue.TranscribeTimeout, clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, ends.Token);
            var body = await response.Content.ReadAsByteArrayAsync(ends.Token);
            return readAnswer(new((int)response.StatusCode, RetryAfter.Of(response, clock), Json(body)));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Transcription.Postponed("timeout");
        }
        catch (HttpRequestException failure)
        {
            return new Transcription.Postponed(failure.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError ? "unreachable" : "connection_lost");
        }
    }

    /// <summary>A redirect would take the key along.</summary>
    public static HttpMessageHandler Handler() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };

    /// <summary>What can be said of audio before anybody is asked; null if there is nothing to say.</summary>
    public static Transcription? Refusal(Stream audio, string plainType, long most)
    {
        if (!plainType.StartsWith("audio/", StringComparison.Ordinal)) return new Transcription.Refused("not_audio");
        if (audio.Length == 0) return new Transcription.Refused("empty");
        return audio.Length > most ? new Transcription.Refused("too_large") : null;
    }

    /// <summary>What both providers are sent for WhatsApp's <c>audio/ogg; codecs=opus</c> and its older names is <c>audio/ogg</c>.</summary>
    public static string TypeOf(string contentType) => MediaType.Plain(contentType) switch
    {
        "application/ogg" or "audio/opus" => "audio/ogg",
        "audio/x-wav" or "audio/wave" or "audio/vnd.wave" => "audio/wav",
        "audio/x-flac" => "audio/flac",
        "audio/x-m4a" or "audio/m4a" or "video/mp4" => "audio/mp4",
        var type => type,
    };

    /// <summary>The language of <c>tr-TR</c>; null for what is none, since it becomes part of a request.</summary>
    public static string? Language(string? hint) =>
        hint?.Split('-', '_')[0] is { Length: 2 or 3 } language && language.All(char.IsAsciiLetter) ? language.ToLowerInvariant() : null;

    /// <summary>Heard, or silent if nothing is left of it.</summary>
    public static Transcription Of(string text) => text.Trim() is { Length: > 0 } said ? new Transcription.Heard(said) : new Transcription.Silent();

    public static IEnumerable<ValidationResult> Check(string section, Uri baseUrl, string apiKey)
    {
        if (baseUrl is not { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "" })
            yield return new($"{section}:BaseUrl must be an absolute http or https address without a query.", ["BaseUrl"]);
        if (apiKey.Any(character => character is < '!' or > '~'))
            yield return new($"{section}:ApiKey may hold only visible ASCII characters.", ["ApiKey"]);
    }

    private static JsonElement Json(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}

/// <param name="After">How long the provider asks to be left alone, by its header.</param>
internal readonly record struct Answer(int Status, TimeSpan? After, JsonElement Body)
{
    /// <summary>A status by which nobody can have judged the audio: it may go better later.</summary>
    public bool MayGoBetter => Status is 408 or 425 or 429 or >= 500 or < 400;
}
