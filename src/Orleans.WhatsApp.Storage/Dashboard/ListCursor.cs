using System.Buffers.Binary;
using System.Buffers.Text;

namespace Orleans.WhatsApp.Storage.Dashboard;

/// <summary>The order that a cursor belongs to. The numbers travel in cursors and keep their meaning.</summary>
public enum ListKind : byte
{
    Chats = 1,
    Messages = 2,
    Sessions = 3,
    Timeline = 4,

    /// <summary>A list that is held whole; its cursor is a place in it.</summary>
    Whole = 5,

    Audit = 6,
    Erasures = 7,
    LiveSessions = 8,
    Outbox = 9,
}

/// <summary>
/// The last row of a page, by the columns that its list is ordered by: the next page begins behind it, whatever came or moved in front meanwhile.
/// It names no tenant and opens nothing: every query that reads it names its own.
/// </summary>
public readonly record struct ListCursor(ListKind Kind, DateTimeOffset? At = null, Guid Id = default, long Number = 0)
{
    // kind, whether there is a time, the time in microseconds, the id, the number
    private const int Length = 1 + 1 + 8 + 16 + 8;
    private static readonly long FirstMicrosecond = DateTimeOffset.MinValue.Ticks / TimeSpan.TicksPerMicrosecond;
    private static readonly long LastMicrosecond = DateTimeOffset.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond;

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes.Clear();
        (bytes[0], bytes[1]) = ((byte)Kind, At is null ? (byte)0 : (byte)1);
        BinaryPrimitives.WriteInt64BigEndian(bytes[2..], (At?.UtcTicks ?? 0) / TimeSpan.TicksPerMicrosecond);
        Id.TryWriteBytes(bytes[10..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes[26..], Number);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null if the text is no cursor of this kind.</summary>
    public static ListCursor? Read(string text, ListKind kind)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (text.Length > 2 * Length || !Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var written) || written != Length) return null;
        var microseconds = BinaryPrimitives.ReadInt64BigEndian(bytes[2..]);
        if (bytes[0] != (byte)kind || bytes[1] > 1 || microseconds < FirstMicrosecond || microseconds > LastMicrosecond) return null;

        return new(
            kind,
            bytes[1] == 0 ? null : new DateTimeOffset(microseconds * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero),
            new Guid(bytes[10..26], bigEndian: true),
            BinaryPrimitives.ReadInt64BigEndian(bytes[26..]));
    }
}
