using System.Buffers.Text;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>As much of HTTP/1.1 as the answers here need.</summary>
internal static class Answer
{
    /// <summary>A length, or chunks that end with an empty one.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> read)
    {
        var head = read.IndexOf("\r\n\r\n"u8);
        if (head < 0) return false;
        var body = read[(head + 4)..];
        return Length(read[..(head + 2)]) is { } length ? body.Length >= length : body.EndsWith("0\r\n\r\n"u8);
    }

    public static bool IsOk(ReadOnlySpan<byte> answer) => answer.StartsWith("HTTP/1.1 200"u8);

    private static int? Length(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("ontent-Length: "u8);
        if (at < 0) at = head.IndexOf("ontent-length: "u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + 15)..], out int length, out _) ? length : null;
    }
}
