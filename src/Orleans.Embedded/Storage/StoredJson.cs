using System.Text.Json;

namespace Orleans.Storage;

/// <summary>How memory storage keeps a state: plainly, since Orleans' default storage serialiser asks for no attributes either.</summary>
internal static class StoredJson
{
    private static readonly JsonSerializerOptions Options = new() { IncludeFields = true };

    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    public static T? Read<T>(byte[] bytes) => JsonSerializer.Deserialize<T>(bytes, Options);
}
