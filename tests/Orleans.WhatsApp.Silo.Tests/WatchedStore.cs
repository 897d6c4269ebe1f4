using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Silo;

/// <summary>A media store at whose doors a test stands.</summary>
internal sealed class WatchedStore(IMediaStore inner) : IMediaStore
{
    public Stream? Saved { get; private set; }

    public Func<Task>? BeforeSave { get; set; }

    public Action? AfterSave { get; init; }

    public Action<MediaKey>? BeforeDelete { get; init; }

    public async Task Save(MediaKey key, string contentType, Stream content, CancellationToken stop)
    {
        Saved = content;
        if (BeforeSave is { } wait) await wait();
        await inner.Save(key, contentType, content, stop);
        AfterSave?.Invoke();
    }

    public Task<StoredMedia?> Open(MediaKey key, CancellationToken stop) => inner.Open(key, stop);

    public async Task Delete(MediaKey key, CancellationToken stop)
    {
        BeforeDelete?.Invoke(key);
        await inner.Delete(key, stop);
    }

    public Task DeleteChat(TenantId tenant, ChatId chat, CancellationToken stop) => inner.DeleteChat(tenant, chat, stop);

    public IAsyncEnumerable<MediaEntry> List(TenantId tenant, ChatId chat, CancellationToken stop) => inner.List(tenant, chat, stop);
}
