using System.Globalization;
using System.Text;

namespace Orleans.Runtime;

/// <summary>Which stream: a name space and a key.</summary>
[Immutable]
public readonly struct StreamId : IEquatable<StreamId>, IComparable<StreamId>
{
    private readonly string? _namespace;
    private readonly string _key;

    private StreamId(string? ns, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        _namespace = string.IsNullOrEmpty(ns) ? null : ns;
        _key = key;
    }

    public ReadOnlyMemory<byte> Namespace => Encoding.UTF8.GetBytes(_namespace ?? "");

    public ReadOnlyMemory<byte> Key => Encoding.UTF8.GetBytes(_key);

    public static StreamId Create(string? ns, string key) => new(ns, key);

    public static StreamId Create(string? ns, Guid key) => new(ns, key.ToString("N"));

    public static StreamId Create(string? ns, long key) => new(ns, key.ToString(CultureInfo.InvariantCulture));

    public string? GetNamespace() => _namespace;

    public string GetKeyAsString() => _key;

    public bool Equals(StreamId other) => _namespace == other._namespace && _key == other._key;

    public override bool Equals(object? obj) => obj is StreamId other && Equals(other);

    public override int GetHashCode() => (int)StableHash.Compute(Encoding.UTF8.GetBytes(ToString()));

    public int CompareTo(StreamId other) => string.CompareOrdinal(ToString(), other.ToString());

    public override string ToString() => $"{_namespace ?? "null"}/{_key}";

    public static bool operator ==(StreamId s1, StreamId s2) => s1.Equals(s2);

    public static bool operator !=(StreamId s1, StreamId s2) => !s1.Equals(s2);
}
