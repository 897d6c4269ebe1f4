using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Grains.Inbox;

/// <summary>An event as it came from a provider, addressed to its chat. Kept before the provider gets its 200.</summary>
/// <param name="Kind">message, edited, deleted, reaction, sent, delivered, read, played or failed.</param>
/// <param name="ContentHash">Tells repeated edits and reactions of one message apart; empty for kinds that happen once.</param>
/// <param name="Format">Which reader understands the body, for example <c>unipile.webhook</c> or <c>meta.message</c>.</param>
/// <param name="Body">The raw bytes, never re-serialised.</param>
public sealed record InboxEvent(ChatKey Chat, string Kind, string ProviderMessageId, string ContentHash, string Format, ReadOnlyMemory<byte> Body, DateTimeOffset ReceivedAt)
{
    public static InboxEvent Of(ChatKey chat, InboundEvent.ToChat told, string format, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) =>
        new(chat, told.Kind, told.ProviderMessageId, told.ContentHash, format, body, receivedAt);
}

/// <summary>A kept event that is not decided yet.</summary>
public sealed record InboxRow(long Id, InboxEvent Event, int Failures);

/// <summary>An event of an account that no tenant has linked (yet).</summary>
public sealed record UnlinkedEvent(long Id, string Provider, string AccountId, string Format, ReadOnlyMemory<byte> Body, DateTimeOffset ReceivedAt);
