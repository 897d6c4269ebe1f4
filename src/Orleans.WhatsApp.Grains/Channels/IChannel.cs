using System.Collections.Immutable;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Channels;

/// <summary>One way to WhatsApp. Everything a provider can answer is a value; nothing here throws for what a provider says or does.</summary>
public interface IChannel
{
    /// <summary>unipile, meta or wappi.</summary>
    string Provider { get; }

    /// <summary>What can be done on this channel beyond receiving and sending text.</summary>
    ChannelAbilities Abilities { get; }

    /// <summary>Whether the installation has what it takes to reach the provider; what a number brings along does not count.</summary>
    bool IsConfigured => true;

    /// <summary>Takes a delivery apart: one body may tell of several things. Never throws, whatever the bytes.</summary>
    IReadOnlyList<ReceivedEvent> Receive(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt);

    /// <summary>Reads one kept event again. Never throws, whatever the bytes.</summary>
    /// <param name="format">As stored with the inbox row; begins with the provider's name and a dot.</param>
    /// <param name="receivedAt">As stored with the inbox row. It stands in for a time that the body does not tell, so that every reading of one row is the same.</param>
    InboundEvent Read(string format, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt);

    /// <summary>Sends one message. Runs to its end or its own time-out; the caller cannot cancel what may already be sent.</summary>
    Task<SendResult> Send(string accountId, string providerChatId, OutgoingMessage message);

    /// <summary>Sends one message to a number that no chat is known of; what the provider then calls the chat is in the answer. Runs to its end like <see cref="Send"/>.</summary>
    /// <param name="phone">E.164 with its plus.</param>
    Task<SendResult> Begin(string accountId, string phone, OutgoingMessage message);

    /// <summary>What the provider will call the chat with this number; null where that is known only when something was sent.</summary>
    /// <param name="phone">E.164 with its plus.</param>
    string? ChatIdOf(string phone) => null;

    /// <summary>Shows the contact that an answer is being written, and their last message as read. A courtesy: whether it worked does not matter.</summary>
    /// <param name="providerMessageId">The contact's last message.</param>
    Task ShowComposing(string accountId, string providerChatId, string providerMessageId, CancellationToken stop) => Task.CompletedTask;

    /// <summary>Own-number messages that look like this send since then, oldest first; null if the look-up failed, or the provider knows none.</summary>
    Task<ImmutableArray<OwnNumberMessage>?> FindSent(string accountId, string providerChatId, SentMessage sent, DateTimeOffset since, CancellationToken stop);

    /// <summary>What passed in a chat since then, as bodies to be kept in the inbox; null if the provider did not answer.</summary>
    Task<IReadOnlyList<PulledEvent>?> Pull(string accountId, string providerChatId, DateTimeOffset since, CancellationToken stop);

    /// <summary>What happened in the account since the cursor, for providers that are asked instead of telling; null if the provider did not answer.</summary>
    /// <param name="cursor">As the last poll left it; empty at first.</param>
    Task<Polled?> Poll(string accountId, string cursor, CancellationToken stop) => Task.FromResult<Polled?>(null);

    /// <summary>An attachment's bytes, wherever the provider has them.</summary>
    Task<FetchedMedia> Fetch(string accountId, string providerMessageId, Attachment attachment, CancellationToken stop);

    /// <summary>Links a number: a QR code to scan, or an account that is there at once. Reconnects <paramref name="knownAccountId"/> first if there is one.</summary>
    Task<ConnectResult> Connect(string? knownAccountId, ConnectWith with, CancellationToken stop);

    /// <summary>The account's status and phone; null if the provider did not answer or has no such account.</summary>
    Task<AccountReport?> Status(string accountId, CancellationToken stop);

    /// <summary>False if the provider did not confirm.</summary>
    Task<bool> Disconnect(string accountId, CancellationToken stop);

    /// <summary>Asks the provider to report every event to this address. Returns null when done, else the provider's error code.</summary>
    /// <param name="accountId">Looked at only where each account has an address of its own.</param>
    Task<string?> RegisterWebhook(string accountId, string url, CancellationToken stop);
}

/// <summary>One thing that a provider told.</summary>
/// <param name="Body">What is kept of it, so that it can be read again; not more than this one thing.</param>
public sealed record ReceivedEvent(InboundEvent Event, string Format, ReadOnlyMemory<byte> Body);

public sealed record PulledEvent(InboundEvent.ToChat Event, string Format, ReadOnlyMemory<byte> Body);

/// <param name="Cursor">Where the next poll goes on; opaque to everybody but the channel.</param>
public sealed record Polled(IReadOnlyList<ReceivedEvent> Events, string Cursor);

/// <param name="Text">What plain text says; of other content how it reads as text.</param>
/// <param name="Reference">Ours for this send. Providers that can hand it back do so with everything they report of it.</param>
public sealed record OutgoingMessage(string Text, string Reference)
{
    /// <summary>Null for plain text.</summary>
    public MessageContent? Content { get; init; }

    /// <summary>The bytes of <see cref="MessageContent.Media"/>.</summary>
    public ReadOnlyMemory<byte> File { get; init; }

    /// <summary>Whatever prints it shows no text.</summary>
    public override string ToString() => Reference;
}

/// <summary>What the tenant's admin knows of an account that is there already; empty where the provider makes one.</summary>
/// <param name="AccountId">Meta's phone number id, Wappi's profile id.</param>
/// <param name="Secret">The account's access token.</param>
[GenerateSerializer, Alias("connect-with")]
public sealed record ConnectWith([property: Id(0)] string AccountId, [property: Id(1)] string Secret)
{
    public static readonly ConnectWith Nothing = new("", "");

    /// <summary>Whatever prints it shows no secret.</summary>
    public override string ToString() => AccountId;
}


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
    public sealed record ToChat(string AccountId, string ProviderChatId, string Kind, string ProviderMessageId, string ContentHash, string ContactAddress, ChatInput Input) : InboundEvent
    {
        /// <summary>The contact's number as it is written, or empty: finds the chat where the provider has several names for it.</summary>
        public string ContactPhone { get; init; } = "";
    }

    public sealed record AccountStatus(string AccountId, ChannelStatus? Status, string RawStatus) : InboundEvent;

    /// <summary>Understood, and nothing for us (a group, an unknown event, neither text nor attachment). Answered 200 and counted by reason.</summary>
    /// <param name="Reason">
    /// A short bounded word: not_whatsapp, unknown_object, unknown_event, unknown_field, unknown_status, group, empty, welcome, system_event, no_contact, unroutable; what
    /// a provider tells beside the chats: account_update, template_update, flow_update, user_preferences, history, call; pending.
    /// </param>
    public sealed record Discarded(string Reason) : InboundEvent;

    /// <summary>Not JSON, or not an object.</summary>
    public sealed record Malformed(string Detail) : InboundEvent;
}
