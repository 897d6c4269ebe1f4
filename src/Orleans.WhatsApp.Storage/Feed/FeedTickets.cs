using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Feed;

internal sealed class FeedTickets(IDatabase database) : IFeedTickets
{
    private const string Insert = """
        insert into feed_tickets (hash, user_id, access_ends_at, expires_at)
        values (@hash, @user, @access_ends_at, @expires_at)
        """;

    public Task Save(string hash, FeedTicket ticket) => database.Execute(new(
        Insert, ("hash", hash), ("user", ticket.User.Value), ("access_ends_at", ticket.AccessEndsAt), ("expires_at", ticket.ExpiresAt)));

    private const string Delete = "delete from feed_tickets where hash = @hash returning user_id, access_ends_at, expires_at";

    public async Task<FeedTicket?> Take(string hash, DateTimeOffset now) =>
        await database.Write(session => session.First(new(Delete, ("hash", hash)), row => new FeedTicket(new(row.Id(0)), row.Time(1), row.Time(2)))) is { } ticket
        && now < ticket.ExpiresAt ? ticket : null;
}
