using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Simulation;

/// <summary>There are no files in these runs.</summary>
internal sealed class NoMedia : IMediaStore, ITranscriber
{
    private const string Why = "There are no files here.";

    public Task Save(MediaKey key, string contentType, Stream content, CancellationToken stop) => throw new NotSupportedException(Why);

    public Task<StoredMedia?> Open(MediaKey key, CancellationToken stop) => throw new NotSupportedException(Why);

    public Task Delete(MediaKey key, CancellationToken stop) => throw new NotSupportedException(Why);

    public Task DeleteChat(TenantId tenant, ChatId chat, CancellationToken stop) => throw new NotSupportedException(Why);

    public IAsyncEnumerable<MediaEntry> List(TenantId tenant, ChatId chat, CancellationToken stop) => throw new NotSupportedException(Why);

    public Task<Transcription> Transcribe(ReadOnlyMemory<byte> audio, string contentType, string? language, CancellationToken stop) => throw new NotSupportedException(Why);
}
