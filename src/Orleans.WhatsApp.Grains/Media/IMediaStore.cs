using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Media;

/// <summary>
/// The bytes of recordings, images and documents, outside the database. Who may see them is decided before anybody asks here.
/// A store that cannot be reached, or is full, throws <see cref="MediaStoreException"/>; every call may then be made again.
/// </summary>
public interface IMediaStore
{
    /// <summary>Keeps them, whole or not at all: nobody sees a part of them. What was there under the key is replaced.</summary>
    /// <param name="contentType">A media type without parameters, <c>audio/ogg</c>.</param>
    /// <param name="content">Can seek; kept from where it stands to its end. It stays the caller's, who disposes of it.</param>
    Task Save(MediaKey key, string contentType, Stream content, CancellationToken stop);

    /// <summary>Null if there is nothing under the key.</summary>
    Task<StoredMedia?> Open(MediaKey key, CancellationToken stop);

    /// <summary>What is not there is deleted already.</summary>
    Task Delete(MediaKey key, CancellationToken stop);

    /// <summary>All of a chat. A save that runs meanwhile may come after it: whoever saves looks afterwards whether it is still wanted.</summary>
    Task DeleteChat(TenantId tenant, ChatId chat, CancellationToken stop);

    /// <summary>What there is of a chat, in no order.</summary>
    IAsyncEnumerable<MediaEntry> List(TenantId tenant, ChatId chat, CancellationToken stop);
}

/// <param name="Length">In bytes.</param>
public readonly record struct MediaEntry(MediaKey Key, long Length);

/// <summary>Opened bytes. The stream can seek, so that ranges can be served from it; reading may fail with an <see cref="IOException"/> as any file's.</summary>
/// <param name="Length">In bytes.</param>
public sealed record StoredMedia(Stream Content, string ContentType, long Length) : IAsyncDisposable
{
    /// <summary>All of them, from where nothing is read yet.</summary>
    public async Task<byte[]> ReadAll(CancellationToken stop)
    {
        var bytes = new byte[Length];
        await Content.ReadExactlyAsync(bytes, stop);
        return bytes;
    }

    public ValueTask DisposeAsync() => Content.DisposeAsync();
}

/// <summary>The store did not do what it was asked, or nobody knows whether it did. Asking again is safe.</summary>
public sealed class MediaStoreException(string message, Exception cause) : IOException(message, cause);
