using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Media.Tests.Speech;

internal static class SpokenTranscription
{
    /// <summary>As one line: <c>heard Hello</c>, <c>silent</c>, <c>refused blocked</c>, <c>postponed busy 16</c>.</summary>
    public static string Spoken(this Transcription result) => result switch
    {
        Transcription.Heard heard => $"heard {heard.Text}",
        Transcription.Refused refused => $"refused {refused.Code}",
        Transcription.Postponed { After: { } after } postponed => $"postponed {postponed.Code} {after.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture)}",
        Transcription.Postponed postponed => $"postponed {postponed.Code}",
        _ => "silent",
    };

    public static Task<Transcription> Transcribe(this ITranscriber transcriber, byte[] audio, string contentType, string? language, CancellationToken stop) =>
        transcriber.Transcribe(new MemoryStream(audio), contentType, language, stop);
}
