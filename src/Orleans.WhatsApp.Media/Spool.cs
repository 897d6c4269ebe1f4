namespace Orleans.WhatsApp.Media;

/// <summary>Bytes on their way from the network to the store: the first megabyte in memory, more than that in a nameless temporary file.</summary>
public sealed class Spool : IAsyncDisposable
{
    /// <summary>Below what the runtime calls a large object.</summary>
    public const int BufferSize = 81920;

    private const int MostInMemory = 1 << 20;

    private Stream? _bytes = new MemoryStream();

    public long Length => Bytes.Length;

    private Stream Bytes => _bytes ?? throw new ObjectDisposedException(nameof(Spool));

    public async ValueTask Add(ReadOnlyMemory<byte> more, CancellationToken stop)
    {
        if (Bytes is MemoryStream memory && memory.Length + more.Length > MostInMemory)
        {
            var file = TemporaryFile();
            _bytes = file;
            memory.WriteTo(file);
        }

        await Bytes.WriteAsync(more, stop);
    }

    /// <summary>All that comes. False if that is more than so many: the rest is left where it is.</summary>
    public async ValueTask<bool> Fill(Stream from, long most, CancellationToken stop)
    {
        var buffer = new byte[BufferSize];
        for (var read = await from.ReadAsync(buffer, stop); read > 0; read = await from.ReadAsync(buffer, stop))
        {
            if (Length + read > most) return false;
            await Add(buffer.AsMemory(0, read), stop);
        }

        return true;
    }

    /// <summary>The first of them, without moving.</summary>
    public async ValueTask<byte[]> Head(int most, CancellationToken stop)
    {
        var head = new byte[Math.Min(most, Bytes.Length)];
        Bytes.Position = 0;
        await Bytes.ReadExactlyAsync(head, stop);
        Bytes.Position = Bytes.Length;
        return head;
    }

    /// <summary>All of them, from the beginning; from now on they are the caller's.</summary>
    public Stream HandOver()
    {
        var bytes = Bytes;
        bytes.Position = 0;
        _bytes = null;
        return bytes;
    }

    public ValueTask DisposeAsync() => _bytes?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static FileStream TemporaryFile()
    {
        var how = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), how);
    }
}
