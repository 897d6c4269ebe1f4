using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Inbox;

/// <summary>The durable input log. Unique on (channel, kind, provider message id, content hash), by the database.</summary>
public interface IInbox
{
    /// <summary>Stores all events or none; those already known are left alone. Completes when they are durable. Writers share commits.</summary>
    Task Keep(IReadOnlyList<InboxEvent> events);

    /// <summary>What of this chat is not decided yet and not set aside, in the order of arrival.</summary>
    Task<IReadOnlyList<InboxRow>> Undone(ChatKey chat, int limit);

    /// <summary>Removes the rows of events that are not taken. Should they come again they are known.</summary>
    Task Discard(ChatKey chat, IReadOnlyList<long> rowIds);

    /// <summary>Counts a failure of one row; true if that set it aside (the fifth).</summary>
    Task<bool> Failed(ChatKey chat, long rowId, string error);

    /// <summary>Keeps an event of an account that is not linked, for a day at most. False if there are too many of them already.</summary>
    Task<bool> KeepUnlinked(string provider, string accountId, string format, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt);

    Task<IReadOnlyList<UnlinkedEvent>> Unlinked(string provider, string accountId, int limit);

    Task ForgetUnlinked(IReadOnlyList<long> ids);

    /// <summary>Drops what nobody linked within the time given; returns how many.</summary>
    Task<int> DropUnlinked(DateTimeOffset receivedBefore);
}
