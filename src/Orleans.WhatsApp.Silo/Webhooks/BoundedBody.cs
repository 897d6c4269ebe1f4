namespace Orleans.WhatsApp.Silo.Webhooks;

/// <summary>Reads a body up to a limit, whatever its length header says or leaves out.</summary>
internal static class BoundedBody
{
    /// <summary>Null if the body is longer than the limit.</summary>
    public static async Task<ReadOnlyMemory<byte>?> Read(HttpRequest request, int limit, CancellationToken stop)
    {
        if (request.ContentLength > limit) return null;
        using var bytes = new MemoryStream((int)(request.ContentLength ?? 4096));
        var buffer = new byte[16 * 1024];
        for (var read = await request.Body.ReadAsync(buffer, stop); read > 0; read = await request.Body.ReadAsync(buffer, stop))
        {
            if (bytes.Length + read > limit) return null;
            bytes.Write(buffer, 0, read);
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}
