using System.Collections.Immutable;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Channels;

/// <summary>One way to WhatsApp. Everything a provider can answer is a value; nothing here throws for what a provider says or does.</summary>
public interface IChannel
{
    /// <summary>unipile, later meta or wappi.</summary>
    string Provider { get; }

    /// <summary>Reads a webhook or pulled body. Never throws, whatever the bytes.</summary>
    /// <param name="format">As stored with the inbox row; webhooks use <see cref="WebhookFormat"/>.</param>
    /// <param name="receivedAt">As stored with the inbox row. It stands in for a time that the body does not tell, so that every reading of one row is the same.</param>
    InboundEvent Read(string format, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt);

    string WebhookFormat { get; }

    /// <summary>How many sends a minute one account should make at most; null where the provider sets no pace of its own.</summary>
    int? SendsPerMinute => null;

    /// <summary>Sends one text. Runs to its end or its own time-out; the caller cannot cancel what may already be sent.</summary>
    Task<SendResult> Send(string accountId, string providerChatId, string text);

    /// <summary>Sends one text to a number that no chat is known of; what the provider then calls the chat is in the answer. Runs to its end like <see cref="Send"/>.</summary>
    /// <param name="phone">E.164 with its plus.</param>
    Task<SendResult> Begin(string accountId, string phone, string text);

    /// <summary>Own-number messages with this text since then, oldest first; null if the look-up failed.</summary>
    Task<ImmutableArray<OwnNumberMessage>?> FindSent(string accountId, string providerChatId, string text, DateTimeOffset since, CancellationToken stop);

    /// <summary>What passed in a chat since then, as bodies to be kept in the inbox; null if the provider did not answer.</summary>
    Task<IReadOnlyList<PulledEvent>?> Pull(string accountId, string providerChatId, DateTimeOffset since, CancellationToken stop);

    /// <summary>Links a number: a QR code to scan, or an account that is there at once. Reconnects <paramref name="knownAccountId"/> first if there is one.</summary>
    Task<ConnectResult> Connect(string? knownAccountId, CancellationToken stop);

    /// <summary>The account's status and phone; null if the provider did not answer or has no such account.</summary>
    Task<AccountReport?> Status(string accountId, CancellationToken stop);

    /// <summary>False if the provider did not confirm.</summary>
    Task<bool> Disconnect(string accountId, CancellationToken stop);

    /// <summary>Asks the provider to report every event to this address. Returns null when done, else the provider's error code.</summary>
    Task<string?> RegisterWebhook(string url, CancellationToken stop);
}

public sealed record PulledEvent(InboundEvent.ToChat Event, string Format, ReadOnlyMemory<byte> Body);

public sealed record AccountReport(string AccountId, ChannelStatus Status, string Phone);

public abstract record ConnectResult
{
    private ConnectResult() { }

    /// <param name="QrCode">The text to render as a QR code; empty if none is needed.</param>
    public sealed record Linked(string AccountId, string QrCode, ChannelStatus Status) : ConnectResult;

    public sealed record Failed(string Code, string Detail) : ConnectResult;
}

/// <summary>What a channel says to a send: all four answers are ordinary.</summary>
public abstract record SendResult
{
    private SendResult() { }

    public sealed record Accepted(string? ProviderMessageId) : SendResult
    {
        /// <summary>The chat that was begun with it, where the provider named one.</summary>
        public string? ProviderChatId { get; init; }
    }

    /// <summary>It will not get better.</summary>
    public sealed record Refused(string Code) : SendResult;

    /// <summary>Provably not sent; safe to repeat.</summary>
    /// <param name="Account">What this says about the whole account, if anything: its queue is parked until it is OK again.</param>
    public sealed record Postponed(string Code, ChannelStatus? Account = null) : SendResult;

    /// <summary>May have been sent.</summary>
    public sealed record Unclear(string Code) : SendResult;
}

/// <summary>What a provider's body turned out to be.</summary>
public abstract record InboundEvent
{
    private InboundEvent() { }

    /// <summary>Something for one chat.</summary>
    /// <param name="Kind">As in <see cref="Inbox.InboxEvent"/>.</param>
    /// <param name="ContactAddress">The provider's id of the contact, or empty if the event does not say.</param>
    public sealed record ToChat(string AccountId, string ProviderChatId, string Kind, string ProviderMessageId, string ContentHash, string ContactAddress, ChatInput Input) : InboundEvent;

    public sealed record AccountStatus(string AccountId, ChannelStatus? Status, string RawStatus) : InboundEvent;

    /// <summary>Understood, and nothing for us (a group, an unknown event, neither text nor attachment). Answered 200 and counted by reason.</summary>
    /// <param name="Reason">A short bounded word: not_whatsapp, unknown_event, group, empty, system_event, no_contact, unroutable.</param>
    public sealed record Discarded(string Reason) : InboundEvent;

    /// <summary>Not JSON, or not an object.</summary>
    public sealed record Malformed(string Detail) : InboundEvent;
}
