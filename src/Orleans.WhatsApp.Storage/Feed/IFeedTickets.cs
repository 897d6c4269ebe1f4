using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Storage.Feed;

/// <summary>Tickets for the live feed, which any process takes and each is taken once.</summary>
public interface IFeedTickets
{
    /// <param name="hash">Of the ticket; a copy of the database lets nobody in.</param>
    Task Save(string hash, FeedTicket ticket);

    /// <summary>Null if there is no such ticket, or it was taken, or its time is over.</summary>
    Task<FeedTicket?> Take(string hash, DateTimeOffset now);
}

/// <param name="AccessEndsAt">Of the access token for which it stands.</param>
public sealed record FeedTicket(UserId User, DateTimeOffset AccessEndsAt, DateTimeOffset ExpiresAt);
