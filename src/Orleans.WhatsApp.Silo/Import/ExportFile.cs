namespace Orleans.WhatsApp.Silo.Import;

/// <summary>Where a line of a file lies, so that it can be read again without being held.</summary>
internal readonly record struct LineAt(long Offset, int Length, int Number);

/// <summary>One collection of an export: a document a line, as <c>mongoexport</c> writes it. Read in a stream first, single lines again later.</summary>
internal sealed class ExportFile : IDisposable
{
    /// <summary>No document of MongoDB is larger than 16 MB; as JSON it may take some more.</summary>
    private const int LongestLine = 64 * 1024 * 1024;

    private readonly FileStream _stream;

    private ExportFile(string path) =>
        _stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, BufferSize = 0 });

    public string Name => Path.GetFileName(_stream.Name);

    /// <summary>Null if the folder has none: neither <c>name.jsonl</c> nor <c>name.json</c>.</summary>
    public static ExportFile? Open(string folder, string collection)
    {
        foreach (var path in (string[])[Path.Combine(folder, collection + ".jsonl"), Path.Combine(folder, collection + ".json")])
            if (File.Exists(path)) return new(path);
        return null;
    }

    /// <summary>Every line that is not blank. Its bytes are good until the next one is asked for.</summary>
    /// <exception cref="InvalidDataException">This is no file of lines.</exception>
    public IEnumerable<(LineAt At, ReadOnlyMemory<byte> Bytes)> Lines()
    {
        var buffer = new byte[256 * 1024];
        var (offset, start, filled, number, isAtEnd) = (0L, 0, 0, 0, false);
        while (true)
        {
            var end = Array.IndexOf(buffer, (byte)'\n', start, filled - start);
            if (end < 0 && !isAtEnd)
            {
                (buffer, offset, filled) = Shifted(buffer, offset, start, filled, number);
                start = 0;
                var read = RandomAccess.Read(_stream.SafeFileHandle, buffer.AsSpan(filled), offset + filled);
                filled += read;
                isAtEnd = read == 0;
                continue;
            }

            var stop = end < 0 ? filled : end;
            number++;
            var line = Trimmed(buffer, start, stop);
            if (number == 1 && line.Length > 0 && buffer[line.Start] == '[')
                throw new InvalidDataException($"{Name} is one JSON array. Export it without --jsonArray, one document a line.");
            if (line.Length > 0) yield return (new(offset + line.Start, line.Length, number), buffer.AsMemory(line.Start, line.Length));
            if (end < 0) yield break;
            start = end + 1;
        }
    }

    public byte[] Read(LineAt line)
    {
        var bytes = new byte[line.Length];
        for (var read = 0; read < bytes.Length;)
        {
            var more = RandomAccess.Read(_stream.SafeFileHandle, bytes.AsSpan(read), line.Offset + read);
            read += more > 0 ? more : throw new InvalidDataException($"{Name} has become shorter while it was read.");
        }

        return bytes;
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>What is unread moves to the front; a line that fills the whole buffer gets a larger one.</summary>
    private (byte[] Buffer, long Offset, int Filled) Shifted(byte[] buffer, long offset, int start, int filled, int number)
    {
        var left = filled - start;
        if (left >= LongestLine)
            throw new InvalidDataException($"Line {number + 1} of {Name} has no end within 64 MB: this is no file of one document a line.");
        var target = left == buffer.Length ? new byte[buffer.Length * 2] : buffer;
        buffer.AsSpan(start, left).CopyTo(target);
        return (target, offset + start, left);
    }

    private static (int Start, int Length) Trimmed(byte[] buffer, int start, int stop)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        if (buffer.AsSpan(start, stop - start).StartsWith(mark)) start += mark.Length;
        while (start < stop && buffer[start] is (byte)' ' or (byte)'\t' or (byte)'\r') start++;
        while (stop > start && buffer[stop - 1] is (byte)' ' or (byte)'\t' or (byte)'\r') stop--;
        return (start, stop - start);
    }
}
