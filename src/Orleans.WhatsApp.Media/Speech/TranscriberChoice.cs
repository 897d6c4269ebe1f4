using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Orleans.WhatsApp.Media.Speech;

/// <summary>Whom the settings ask to write recordings down.</summary>
internal static class TranscriberChoice
{
    public static Transcriber Of(IServiceProvider provider) => Of(
        provider.GetRequiredService<IOptions<MediaOptions>>().Value,
        provider.GetRequiredService<IOptions<GeminiOptions>>().Value,
        provider.GetRequiredService<IOptions<ScribeOptions>>().Value);

    /// <summary>
    /// Where nobody is named: ElevenLabs, who is told what contacts say anyway where its key is set. A key of Gemini's alone is there for this or for nothing.
    /// </summary>
    public static Transcriber Of(MediaOptions media, GeminiOptions gemini, ScribeOptions scribe) =>
        media.Transcriber ?? (scribe.ApiKey.Length > 0 ? Transcriber.Scribe : gemini.ApiKey.Length > 0 ? Transcriber.Gemini : Transcriber.None);
}

/// <summary>Whoever is named must have a key, or every recording would fail for a reason that was known at the start.</summary>
internal sealed class TranscriberHasItsKey(IOptions<GeminiOptions> gemini, IOptions<ScribeOptions> scribe) : IValidateOptions<MediaOptions>
{
    public ValidateOptionsResult Validate(string? name, MediaOptions options) => options.Transcriber switch
    {
        Transcriber.Gemini when gemini.Value.ApiKey.Length == 0 => ValidateOptionsResult.Fail("Media:Transcriber is gemini, and Gemini:ApiKey is not set."),
        Transcriber.Scribe when scribe.Value.ApiKey.Length == 0 => ValidateOptionsResult.Fail("Media:Transcriber is scribe, and ElevenLabs:ApiKey is not set."),
        _ => ValidateOptionsResult.Success,
    };
}
