using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.WhatsApp.Chats;

/// <summary>The stored form of a chat's state. Members may be added; a name that was ever written is never given another meaning.</summary>
public static class ChatStateJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static byte[] Write(ChatState state) => JsonSerializer.SerializeToUtf8Bytes(state, Options);

    public static string WriteAttachments(ImmutableArray<Attachment> attachments) => attachments.IsDefaultOrEmpty ? "[]" : JsonSerializer.Serialize(attachments, Options);

    public static ImmutableArray<Attachment> ReadAttachments(string json) => json.Length <= 2 ? [] : JsonSerializer.Deserialize<ImmutableArray<Attachment>>(json, Options);

    /// <summary>Empty for plain text.</summary>
    public static string WriteContent(MessageContent? content) => content is null ? "" : JsonSerializer.Serialize(content, Options);

    public static MessageContent? ReadContent(string json) => json.Length == 0 ? null : JsonSerializer.Deserialize<MessageContent>(json, Options);

    public static ChatState Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<ChatState>(json, Options) ?? throw new JsonException("A chat's stored state is null.");
}
