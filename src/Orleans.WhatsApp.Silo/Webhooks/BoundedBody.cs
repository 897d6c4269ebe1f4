namespace Orleans.WhatsApp.Silo.Webhooks;

/// <summary>Reads a body up to a limit, whatever its length header says or leaves out.</summary>
internal static class BoundedBody
{
    /// <summary>So much is laid out for what is only announced: a caller who announces much and sends nothing must not cost more.</summary>
    private const int MostAnnounced = 64 * 1024;

    /// <summary>Null if the body is longer than the limit.</summary>
    public static async Task<ReadOnlyMemory<byte>?> Read(HttpRequest request, int limit, CancellationToken stop)
    {
        if (request.ContentLength > limit) return null;
        return request.ContentLength is { } length and <= MostAnnounced ? await ReadAsSaid(request, (int)length, stop) : await ReadToEnd(request, limit, stop);
    }

    /// <summary>The server sees to it that as much comes, and no more.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadAsSaid(HttpRequest request, int length, CancellationToken stop)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(length);
        await request.Body.ReadExactlyAsync(bytes, stop);
        return bytes;
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadToEnd(HttpRequest request, int limit, CancellationToken stop)
    {
        using var bytes = new MemoryStream(4096);
        var buffer = new byte[16 * 1024];
        for (var read = await request.Body.ReadAsync(buffer, stop); read > 0; read = await request.Body.ReadAsync(buffer, stop))
        {
            if (bytes.Length + read > limit) return null;
            bytes.Write(buffer, 0, read);
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}
