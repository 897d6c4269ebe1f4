using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Feed;

namespace Orleans.WhatsApp.Silo.SignIn;

/// <summary>
/// Stand in for an access token where a browser cannot send one: in the address of an event stream. Addresses end up in logs, so a ticket is taken once, within
/// seconds, on any silo.
/// </summary>
internal sealed class EventTickets(IFeedTickets tickets, IUserStore users, TimeProvider clock)
{
    private const int MostCharacters = 100;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    public async Task<(string Ticket, TimeSpan Lifetime)> Make(ClaimsPrincipal caller)
    {
        // With the generation of the token for which it stands: when that counts no more, neither does the ticket. The stored hash is of the whole.
        var ticket = $"{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}.{Generation(caller.TokenGeneration())}";
        await tickets.Save(Hash(ticket), new FeedTicket(caller.UserId(), caller.AccessEndsAt(), clock.GetUtcNow() + Lifetime));
        return (ticket, Lifetime);
    }

    /// <summary>The user as he is now, for as long as the token would have held that he had then; null if the ticket is not good.</summary>
    public async Task<ClaimsPrincipal?> Take(string ticket)
    {
        if (ticket.Length > MostCharacters || await tickets.Take(Hash(ticket), clock.GetUtcNow()) is not { } taken) return null;
        return await users.ById(taken.User) is { IsActive: true } user && ticket.EndsWith($".{Generation(user.TokenGeneration)}", StringComparison.Ordinal)
            ? AccessTokens.Principal(user, taken.AccessEndsAt)
            : null;
    }

    private static string Generation(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Hash(string ticket) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ticket)));
}

/// <summary>Marks the route that takes a ticket in its address.</summary>
internal sealed class TakesTicket;
