using System.Buffers;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace Orleans.Runtime;

/// <summary>
/// Copies what crosses from one grain to another by writing it down and reading it back, so that nobody shares
/// a mutable object and a type that cannot travel between machines fails on one machine too.
/// </summary>
internal abstract class Copier
{
    private static readonly ConcurrentDictionary<Type, Copier> Known = new();

    /// <summary>Hands the value over as it is.</summary>
    public static Copier AsIs { get; } = new Identity();

    public static Copier For(Type declared) => Known.GetOrAdd(declared, static type =>
        Travel.AsItIs(type)
            ? AsIs
            : Make<Copier>(typeof(JsonCopier<>), type));

    public static T Copy<T>(T value) => (T)For(typeof(T)).Copy(value)!;

    /// <summary>An instance of a generic class; what its constructor has to say is not wrapped.</summary>
    public static TBase Make<TBase>(Type generic, Type argument, params object?[] arguments) => (TBase)Activator.CreateInstance(
        generic.MakeGenericType(argument), BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions, null, arguments, null)!;

    public abstract object? Copy(object? value);

    private sealed class Identity : Copier
    {
        public override object? Copy(object? value) => value;
    }

    private sealed class JsonCopier<T> : Copier
    {
        public override object? Copy(object? value)
        {
            if (value is null) return null;
            using var desk = CopyDesk.Take();
            JsonSerializer.Serialize(desk.Writer, (T)value, TravelJson.Options);
            desk.Writer.Flush();
            return JsonSerializer.Deserialize<T>(desk.Written, TravelJson.Options);
        }
    }
}

/// <summary>One copy under way: its bytes, and the objects that travel as they are, of which the bytes hold only the number.</summary>
internal sealed class CopyDesk : IDisposable
{
    [ThreadStatic]
    private static CopyDesk? _spare;

    [ThreadStatic]
    private static CopyDesk? _current;

    private readonly ArrayBufferWriter<byte> _bytes = new(256);
    private readonly List<object> _asTheyAre = [];
    private CopyDesk? _outer;

    private CopyDesk() => Writer = new(_bytes, new JsonWriterOptions { SkipValidation = true, MaxDepth = TravelJson.MaxDepth });

    public static CopyDesk Current => _current!;

    public Utf8JsonWriter Writer { get; }

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public static CopyDesk Take()
    {
        var desk = _spare ?? new CopyDesk();
        _spare = null;
        desk._outer = _current;
        return _current = desk;
    }

    public int PutAside(object value)
    {
        _asTheyAre.Add(value);
        return _asTheyAre.Count - 1;
    }

    public object TakeBack(int number) => _asTheyAre[number];

    public void Dispose()
    {
        _current = _outer;
        _outer = null;
        _asTheyAre.Clear();
        _bytes.ResetWrittenCount();
        Writer.Reset();
        if (_bytes.Capacity <= 64 * 1024) _spare = this; // one huge message should not pin its buffer
    }
}
