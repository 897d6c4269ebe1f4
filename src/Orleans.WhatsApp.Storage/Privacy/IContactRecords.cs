using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Storage.Privacy;

/// <summary>All that is stored of one contact of a tenant, to be read piece by piece: it can be much.</summary>
public interface IContactRecords
{
    /// <summary>
    /// The chat and every other one of the tenant with the same contact: the same phone number, or the same address at the provider, directly or by way of another
    /// of these chats. Empty if there is no such chat.
    /// </summary>
    Task<IReadOnlyList<ContactChat>> ChatsOf(TenantId tenant, ChatId chat);

    /// <summary>Oldest first, withdrawn ones too.</summary>
    Task<IReadOnlyList<KeptMessage>> Messages(ChatKey chat, KeptMessage? after, int limit);

    /// <summary>What was done to these messages and is kept beside them.</summary>
    Task<IReadOnlyList<KeptMark>> Marks(ChatKey chat, IReadOnlyList<KeptMessage> messages);

    /// <summary>Marks of the chat whose message is not there.</summary>
    Task<IReadOnlyList<KeptMark>> MarksWithoutMessage(ChatKey chat);

    /// <summary>Oldest first.</summary>
    Task<IReadOnlyList<SessionRow>> Sessions(ChatKey chat, SessionRow? after, int limit);

    /// <summary>Oldest first.</summary>
    Task<IReadOnlyList<KeptLine>> Timeline(ChatKey chat, long after, int limit);

    /// <summary>Events that were not decided (yet), in the order of arrival. Those that were are copies of what is stored.</summary>
    Task<IReadOnlyList<KeptEvent>> UndecidedEvents(ChatKey chat, long after, int limit);

    /// <summary>The provider's other ids of the chat.</summary>
    Task<IReadOnlyList<string>> Aliases(ChatKey chat);

    /// <summary>The tenant's blacklist entries for the numbers of these chats.</summary>
    Task<IReadOnlyList<BlacklistEntry>> Blacklist(TenantId tenant, IReadOnlyList<ContactChat> chats);
}

public sealed record ContactChat(ChatKey Key, string Provider, string ProviderChatId, Contact Contact, string PhoneKey, bool IsClosed, long Epoch, string? Attention,
    DateTimeOffset? LastMessageAt, string LastMessagePreview, int MessageCount, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <param name="Seq">Its place among those of the same time.</param>
public sealed record KeptMessage(
    long Seq, MessageRow Message, DateTimeOffset? EditedAt, DateTimeOffset? DeletedAt, DateTimeOffset? DeliveredAt, DateTimeOffset? ReadAt, DateTimeOffset? PlayedAt,
    DateTimeOffset StoredAt);

/// <param name="Kind">edited, deleted, delivered, read or reaction.</param>
public sealed record KeptMark(string ProviderMessageId, string Kind, string By, string Value, DateTimeOffset At);

public sealed record KeptLine(long Seq, TimelineEntry Entry);

/// <param name="Body">As the provider sent it.</param>
public sealed record KeptEvent(long Id, string Kind, string ProviderMessageId, DateTimeOffset ReceivedAt, byte[] Body);

public sealed record BlacklistEntry(string Phone, DateTimeOffset AddedAt);
