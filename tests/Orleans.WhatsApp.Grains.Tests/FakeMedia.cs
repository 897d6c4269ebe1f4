using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Grains;

/// <summary>Media in memory, and somebody who writes out recordings as the test says.</summary>
public sealed class FakeMedia : IMediaStore, ITranscriber
{
    private readonly ConcurrentDictionary<MediaKey, (string Type, byte[] Bytes)> _kept = new();

    public IReadOnlyCollection<MediaKey> Kept => [.. _kept.Keys];

    /// <summary>How often something was saved, whatever became of it.</summary>
    public int Saves { get; private set; }

    /// <summary>A store that fails, or takes its time.</summary>
    public Action? BeforeOpen { get; set; }

    public Action? BeforeSave { get; set; }

    public Action? BeforeDelete { get; set; }

    public Func<ReadOnlyMemory<byte>, Transcription> Hear { get; set; } = _ => new Transcription.Refused("not_configured");

    public async Task Save(MediaKey key, string contentType, Stream content, CancellationToken stop)
    {
        BeforeSave?.Invoke();
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, stop);
        _kept[key] = (contentType, bytes.ToArray());
        Saves++;
    }

    public async Task<StoredMedia?> Open(MediaKey key, CancellationToken stop)
    {
        // A real store answers later.
        await Task.Yield();
        BeforeOpen?.Invoke();
        stop.ThrowIfCancellationRequested();
        return _kept.TryGetValue(key, out var kept) ? new StoredMedia(new MemoryStream(kept.Bytes, writable: false), kept.Type, kept.Bytes.Length) : null;
    }

    /// <summary>Not at once, as a store at the other end of a network.</summary>
    public async Task Delete(MediaKey key, CancellationToken stop)
    {
        await Task.Yield();
        BeforeDelete?.Invoke();
        _kept.TryRemove(key, out _);
    }

    public async Task DeleteChat(TenantId tenant, ChatId chat, CancellationToken stop)
    {
        await Task.Yield();
        BeforeDelete?.Invoke();
        foreach (var key in _kept.Keys.Where(key => key.Tenant == tenant && key.Chat == chat)) _kept.TryRemove(key, out _);
    }

    public async IAsyncEnumerable<MediaEntry> List(TenantId tenant, ChatId chat, [EnumeratorCancellation] CancellationToken stop)
    {
        await Task.CompletedTask;
        foreach (var (key, kept) in _kept)
            if (key.Tenant == tenant && key.Chat == chat) yield return new MediaEntry(key, kept.Bytes.Length);
    }

    public async Task<Transcription> Transcribe(Stream audio, string contentType, string? language, CancellationToken stop)
    {
        var bytes = new byte[audio.Length];
        await audio.ReadExactlyAsync(bytes, stop);
        return Hear(bytes);
    }
}
