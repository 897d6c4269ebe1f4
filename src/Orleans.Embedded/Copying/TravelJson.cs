using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Orleans.Runtime;

/// <summary>How a value is written while it travels: own types field by field, in arrays, with the class where it is not known.</summary>
internal static class TravelJson
{
    public const int MaxDepth = 512;

    public static JsonSerializerOptions Options { get; } = new()
    {
        Converters = { new TravelConverters() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        MaxDepth = MaxDepth,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RefuseForeignObjects } },
    };

    // The framework's own classes with properties (a connection, a client) would be written happily, and come back hollow.
    private static void RefuseForeignObjects(JsonTypeInfo info)
    {
        if (info.Kind == JsonTypeInfoKind.Object) throw new NotSupportedException($"{info.Type} cannot travel between grains.");
    }
}

internal sealed class TravelConverters : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => HowTo(typeToConvert) is not null;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(HowTo(typeToConvert)!.MakeGenericType(typeToConvert))!;

    private static Type? HowTo(Type type)
    {
        if (typeof(Runtime.IAddressable).IsAssignableFrom(type) || type == typeof(string) || type == typeof(CancellationToken)
            || (type.IsSealed && Travel.SaysImmutable(type))) return typeof(AsItIsConverter<>);
        if (type == typeof(object)) return typeof(OpenConverter<>);
        if (Travel.IsTuple(type)) return typeof(FieldConverter<>);
        if (!Travel.IsOwn(type) || Nullable.GetUnderlyingType(type) is not null || IsCollection(type)) return null;
        return type.IsSealed ? typeof(FieldConverter<>) : typeof(OpenConverter<>);
    }

    private static bool IsCollection(Type type) => typeof(System.Collections.IEnumerable).IsAssignableFrom(type);
}

/// <summary>References, and what is immutable: the bytes hold a number, the object itself waits on the desk.</summary>
internal sealed class AsItIsConverter<T> : JsonConverter<T>
{
    public override bool HandleNull => false;

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        if (value is Runtime.IAddressable and not GrainProxy)
            throw new NotSupportedException(
                $"{value.GetType()} is a grain, not a reference to one. Pass this.AsReference<T>(), never the grain itself.");
        writer.WriteNumberValue(CopyDesk.Current.PutAside(value!));
    }

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        (T)CopyDesk.Current.TakeBack(reader.GetInt32());

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(CopyDesk.Current.PutAside(value!).ToString(System.Globalization.CultureInfo.InvariantCulture));

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        (T)CopyDesk.Current.TakeBack(int.Parse(reader.ValueSpan, System.Globalization.CultureInfo.InvariantCulture));
}

/// <summary>A place whose value may be of several classes: the class goes before the value.</summary>
internal sealed class OpenConverter<T> : JsonConverter<T>
{
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        var type = value!.GetType();
        writer.WriteStartArray();
        writer.WriteNumberValue(CopyDesk.Current.PutAside(type));
        Exact.For(type).Write(writer, value, options);
        writer.WriteEndArray();
    }

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        reader.Read();
        var type = (Type)CopyDesk.Current.TakeBack(reader.GetInt32());
        reader.Read();
        var value = (T)Exact.For(type).Read(ref reader, options)!;
        reader.Read();
        return value;
    }
}

/// <summary>All fields in a row, set without any constructor, so that private and init-only members come along.</summary>
internal sealed class FieldConverter<T> : JsonConverter<T>
{
    private readonly FieldInfo[] _fields = [.. Travel.Parts(typeof(T))];

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        object boxed = value!;
        foreach (var field in _fields) Exact.ForPlace(field.FieldType).Write(writer, field.GetValue(boxed), options);
        writer.WriteEndArray();
    }

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var value = RuntimeHelpers.GetUninitializedObject(typeof(T));
        foreach (var field in _fields)
        {
            reader.Read();
            field.SetValue(value, Exact.ForPlace(field.FieldType).Read(ref reader, options));
        }

        reader.Read();
        return (T)value;
    }
}
