using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Simulation;

/// <summary>What people send stands under any key; nobody saves anything, and contacts send no files.</summary>
internal sealed class SimulatedFiles : IMediaStore, ITranscriber
{
    private const string Why = "Nobody saves files here.";

    public static MessageContent.Media Photo(string caption) => new(default, "image", "image/jpeg", "photo.jpg", caption, 1);

    public Task<StoredMedia?> Open(MediaKey key, CancellationToken stop) => Task.FromResult<StoredMedia?>(new StoredMedia(new MemoryStream([1]), "image/jpeg", 1));

    public Task Save(MediaKey key, string contentType, Stream content, CancellationToken stop) => throw new NotSupportedException(Why);

    public Task Delete(MediaKey key, CancellationToken stop) => throw new NotSupportedException(Why);

    public Task DeleteChat(TenantId tenant, ChatId chat, CancellationToken stop) => throw new NotSupportedException(Why);

    public IAsyncEnumerable<MediaEntry> List(TenantId tenant, ChatId chat, CancellationToken stop) => throw new NotSupportedException(Why);

    public Task<Transcription> Transcribe(Stream audio, string contentType, string? language, CancellationToken stop) => throw new NotSupportedException(Why);
}
