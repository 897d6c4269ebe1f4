using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Orleans.WhatsApp.Channels;

/// <summary>
/// What the inbox keeps of one thing that came among others: a small object of our own, in which the thing itself stays as it came, byte for byte.
/// </summary>
internal static class JsonEnvelope
{
    public static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var envelope = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(envelope))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return envelope.WrittenSpan.ToArray();
    }

    /// <summary>Nothing at all for an undefined value.</summary>
    public static void WriteAsItCame(this Utf8JsonWriter writer, string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined) return;
        writer.WritePropertyName(name);
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
    }
}
