using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Media.Speech;

/// <summary>Nobody writes recordings down; people listen to them.</summary>
internal sealed class NoTranscriber : ITranscriber
{
    public Task<Transcription> Transcribe(Stream audio, string contentType, string? language, CancellationToken stop) =>
        Task.FromResult<Transcription>(new Transcription.Refused("not_configured"));
}
