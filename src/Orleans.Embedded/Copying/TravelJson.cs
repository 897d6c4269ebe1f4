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
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert == typeof(double) || typeToConvert == typeof(float) || HowTo(typeToConvert) is not null;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        typeToConvert == typeof(double) ? new DoubleBits()
        : typeToConvert == typeof(float) ? new SingleBits()
        : Copier.Make<JsonConverter>(HowTo(typeToConvert)!, typeToConvert);

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
