namespace Orleans.WhatsApp.Silo.Live;

/// <summary>A run of events without a gap, as it goes over the wire: made once, for everybody.</summary>
/// <param name="starts">Where in the bytes each event begins.</param>
internal sealed class EventBatch(long first, ReadOnlyMemory<byte> bytes, IReadOnlyList<int> starts)
{
    /// <summary>Of one read.</summary>
    public const int Most = 100;

    public long Last => first + starts.Count - 1;

    /// <summary>For a client that has seen some of them.</summary>
    public ReadOnlyMemory<byte> After(long number) =>
        number >= Last ? ReadOnlyMemory<byte>.Empty : number < first ? bytes : bytes[starts[(int)(number - first + 1)]..];
}
