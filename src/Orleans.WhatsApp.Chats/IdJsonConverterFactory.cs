using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.WhatsApp.Chats;

/// <summary>Writes every id as the plain string of its GUID.</summary>
public sealed class IdJsonConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsValueType && typeToConvert.Namespace == typeof(TenantId).Namespace;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) => typeToConvert switch
    {
        _ when typeToConvert == typeof(TenantId) => new IdConverter<TenantId>(id => id.Value, guid => new(guid)),
        _ when typeToConvert == typeof(ChannelId) => new IdConverter<ChannelId>(id => id.Value, guid => new(guid)),
        _ when typeToConvert == typeof(ChatId) => new IdConverter<ChatId>(id => id.Value, guid => new(guid)),
        _ when typeToConvert == typeof(SessionId) => new IdConverter<SessionId>(id => id.Value, guid => new(guid)),
        _ when typeToConvert == typeof(MessageId) => new IdConverter<MessageId>(id => id.Value, guid => new(guid)),
        _ when typeToConvert == typeof(IntentId) => new IdConverter<IntentId>(id => id.Value, guid => new(guid)),
        _ when typeToConvert == typeof(UserId) => new IdConverter<UserId>(id => id.Value, guid => new(guid)),
        _ when typeToConvert == typeof(AgentId) => new IdConverter<AgentId>(id => id.Value, guid => new(guid)),
        _ => throw new NotSupportedException($"{typeToConvert} is not an id."),
    };

    private sealed class IdConverter<TId>(Func<TId, Guid> toGuid, Func<Guid, TId> fromGuid) : JsonConverter<TId>
    {
        public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => fromGuid(reader.GetGuid());

        public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(toGuid(value));
    }
}
