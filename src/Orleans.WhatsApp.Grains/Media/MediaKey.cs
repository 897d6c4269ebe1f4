using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Media;

/// <summary>Where one attachment's bytes are kept. All three parts are ids of ours: nothing that came from outside ever becomes part of a path.</summary>
public readonly record struct MediaKey(TenantId Tenant, ChatId Chat, Guid Attachment)
{
    /// <summary>The key of a message's attachment, the same however often it is asked for.</summary>
    /// <param name="index">The attachment's place within the message, from 0.</param>
    public static MediaKey Of(TenantId tenant, ChatId chat, MessageId message, int index) =>
        new(tenant, chat, NameBasedId.Make(message.Value, $"attachment/{index}"));

    /// <summary><c>tenant/chat/attachment</c>.</summary>
    public override string ToString() => $"{Tenant}/{Chat}/{Attachment:D}";
}
