using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Channels;

/// <summary>Channel accounts and the aliases by which providers know our chats.</summary>
public interface IChannelStore
{
    /// <summary>The channel that is linked to this account. One that only remembers it, from an import, is not.</summary>
    Task<ChannelAccount?> Find(string provider, string accountId);

    Task<ChannelAccount?> Load(TenantId tenant, ChannelId channel);

    Task<IReadOnlyList<ChannelAccount>> OfTenant(TenantId tenant);

    /// <summary>Writes the whole record. An account id that another tenant has linked is refused with false.</summary>
    Task<bool> Save(ChannelAccount account);

    /// <summary>The chat that a provider's chat id stands for, where it is not simply <see cref="ChatId.Of"/>: chats that migrated to another account.</summary>
    Task<ChatId?> Alias(TenantId tenant, ChannelId channel, string providerChatId);

    /// <summary>The newest chat of the channel with this contact (by provider address, or by phone match key if that is not empty).</summary>
    Task<ChatId?> ChatWith(TenantId tenant, ChannelId channel, string contactAddress, string phoneMatchKey);

    /// <summary>Where the next poll of the account goes on; empty at first.</summary>
    Task<string> PollCursor(TenantId tenant, ChannelId channel);

    Task SavePollCursor(TenantId tenant, ChannelId channel, string cursor);

    Task SaveAlias(TenantId tenant, ChannelId channel, string providerChatId, ChatId chat);
}

[GenerateSerializer, Alias("channel-status")]
public enum ChannelStatus
{
    /// <summary>Never connected, or disconnected on purpose.</summary>
    Disconnected,

    /// <summary>Waiting for the QR code to be scanned.</summary>
    Pending,
    Connecting,
    Ok,

    /// <summary>Signed out at the provider: a person must reconnect.</summary>
    NeedsReconnect,
    Stopped,
    Error,
}

/// <param name="Provider">unipile, later meta or wappi.</param>
/// <param name="AccountId">The provider's alias of this channel; <c>connect</c> may replace it. Empty where none is known.</param>
/// <param name="LinkedAt">Events older than this belong to the past. Null while not linked, also where an import told the account's id.</param>
/// <param name="HasMigrated">The account id was replaced once: provider chat ids may need a look-up.</param>
public sealed record ChannelAccount(TenantId Tenant, ChannelId Channel, string Provider, string AccountId, ChannelStatus Status, string Phone, DateTimeOffset? LinkedAt, bool HasMigrated)
{
    public bool IsLinked => AccountId.Length > 0 && LinkedAt is not null;

    /// <summary>The account's access token where each account has its own; empty otherwise. Sealed where it is stored.</summary>
    public string Secret { get; init; } = "";

    /// <summary>Whether the business may begin something by itself on this channel; null as the installation says.</summary>
    public bool? AllowsLiveSend { get; init; }

    /// <summary>Whatever prints it shows no secret and no number.</summary>
    public override string ToString() => $"{Provider} {AccountId} {Status}";
}
