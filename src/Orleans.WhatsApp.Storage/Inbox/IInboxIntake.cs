using Orleans.WhatsApp.Grains.Inbox;

namespace Orleans.WhatsApp.Storage.Inbox;

/// <summary>The hot end of the inbox: each database shares its commits among the waiting in its own way.</summary>
internal interface IInboxIntake
{
    Task Keep(IReadOnlyList<InboxEvent> events);
}
