using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Runtime;

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
internal sealed class OpenConverter<T> : KeyConverter<T>
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
internal sealed class FieldConverter<T> : KeyConverter<T>
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

/// <summary>NaN and the infinities are no JSON numbers, and every bit should arrive.</summary>
internal sealed class DoubleBits : KeyConverter<double>
{
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(BitConverter.DoubleToInt64Bits(value));

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        BitConverter.Int64BitsToDouble(reader.GetInt64());
}

internal sealed class SingleBits : KeyConverter<float>
{
    public override void Write(Utf8JsonWriter writer, float value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(BitConverter.SingleToInt32Bits(value));

    public override float Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        BitConverter.Int32BitsToSingle(reader.GetInt32());
}

/// <summary>A value that may be a dictionary's key: there it is written as the text of its own JSON.</summary>
internal abstract class KeyConverter<T> : JsonConverter<T>
{
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        using var text = new MemoryStream();
        using (var inner = new Utf8JsonWriter(text)) Write(inner, value, options);
        writer.WritePropertyName(text.ToArray());
    }

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var inner = new Utf8JsonReader(Encoding.UTF8.GetBytes(reader.GetString()!));
        inner.Read();
        return Read(ref inner, typeToConvert, options)!;
    }
}
