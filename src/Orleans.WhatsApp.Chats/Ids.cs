using System.Text.Json.Serialization;

namespace Orleans.WhatsApp.Chats;

/// <summary>A customer of the platform. Every row, key and query carries it.</summary>
[JsonConverter(typeof(IdJsonConverterFactory))]
public readonly record struct TenantId(Guid Value)
{
    public override string ToString() => Value.ToString("D");
}

/// <summary>One WhatsApp number at one provider; ours, so it survives a change of the provider's account id.</summary>
[JsonConverter(typeof(IdJsonConverterFactory))]
public readonly record struct ChannelId(Guid Value)
{
    public override string ToString() => Value.ToString("D");
}

/// <summary>All that passes between one contact and one channel.</summary>
[JsonConverter(typeof(IdJsonConverterFactory))]
public readonly record struct ChatId(Guid Value)
{
    /// <summary>The chat that a provider's chat id names at first sight, so that no look-up is needed to find its grain.</summary>
    public static ChatId Of(ChannelId channel, string providerChatId) => new(NameBasedId.Make(channel.Value, providerChatId));

    public override string ToString() => Value.ToString("D");
}

/// <summary>One stretch of a chat: waiting, active, resolved.</summary>
[JsonConverter(typeof(IdJsonConverterFactory))]
public readonly record struct SessionId(Guid Value)
{
    public static SessionId Of(ChatId chat, int number) => new(NameBasedId.Make(chat.Value, $"session/{number}"));

    public override string ToString() => Value.ToString("D");
}

/// <summary>One stored message.</summary>
[JsonConverter(typeof(IdJsonConverterFactory))]
public readonly record struct MessageId(Guid Value)
{
    public static MessageId OfProvider(ChatId chat, string providerMessageId) => new(NameBasedId.Make(chat.Value, $"message/{providerMessageId}"));

    /// <summary>A person's message by the name that the person's program gave it; another person's is another one.</summary>
    public static MessageId OfClient(ChatId chat, UserId by, string clientId) => new(NameBasedId.Make(chat.Value, $"client/{by}/{clientId}"));

    public static MessageId OfIntent(IntentId intent) => new(NameBasedId.Make(intent.Value, "message"));

    public override string ToString() => Value.ToString("D");
}

/// <summary>One intent to send: one key, at most one message on the contact's phone.</summary>
[JsonConverter(typeof(IdJsonConverterFactory))]
public readonly record struct IntentId(Guid Value)
{
    public static IntentId Of(ChatId chat, int number) => new(NameBasedId.Make(chat.Value, $"intent/{number}"));

    public override string ToString() => Value.ToString("D");
}

/// <summary>A person of the tenant who signs in.</summary>
[JsonConverter(typeof(IdJsonConverterFactory))]
public readonly record struct UserId(Guid Value)
{
    public override string ToString() => Value.ToString("D");
}

/// <summary>The record that names an AI responder and its provider's id.</summary>
[JsonConverter(typeof(IdJsonConverterFactory))]
public readonly record struct AgentId(Guid Value)
{
    public override string ToString() => Value.ToString("D");
}
