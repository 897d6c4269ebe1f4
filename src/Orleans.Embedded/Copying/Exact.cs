using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Runtime;

/// <summary>Writes and reads a value whose type is known only at run time, without going back through the serialiser's front door.</summary>
internal abstract class Exact
{
    private static readonly ConcurrentDictionary<Type, Exact> OfClasses = new();
    private static readonly ConcurrentDictionary<Type, Exact> OfPlaces = new();

    /// <summary>For a value of exactly this class.</summary>
    public static Exact For(Type type) => OfClasses.GetOrAdd(type, static type =>
        typeof(IAddressable).IsAssignableFrom(type) || Travel.SaysImmutable(type) ? Make(type, typeof(AsItIsConverter<>))
        : Travel.IsOwn(type) && !type.IsSealed && !typeof(System.Collections.IEnumerable).IsAssignableFrom(type)
            ? Make(type, typeof(FieldConverter<>))
        : ForPlace(type));

    /// <summary>For a field declared with this type.</summary>
    public static Exact ForPlace(Type type) => OfPlaces.GetOrAdd(type, static type =>
        Copier.Make<Exact>(typeof(Through<>), type, TravelJson.Options.GetConverter(type)));

    public abstract void Write(Utf8JsonWriter writer, object? value, JsonSerializerOptions options);

    public abstract object? Read(ref Utf8JsonReader reader, JsonSerializerOptions options);

    private static Exact Make(Type type, Type converter) =>
        Copier.Make<Exact>(typeof(Through<>), type, Copier.Make<JsonConverter>(converter, type));

    private sealed class Through<T>(JsonConverter<T> converter) : Exact
    {
        public override void Write(Utf8JsonWriter writer, object? value, JsonSerializerOptions options)
        {
            if (value is null) writer.WriteNullValue();
            else converter.Write(writer, (T)value, options);
        }

        public override object? Read(ref Utf8JsonReader reader, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? null : converter.Read(ref reader, typeof(T), options);
    }
}
