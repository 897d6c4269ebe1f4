using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.SignIn;

namespace Orleans.WhatsApp.Silo.Live;

internal static class EventRoutes
{
    private const string Description = """
        Server-sent events that say what to read anew; the schema shows each event's data under its name. `hello` comes first. Every event carries the number from which
        to resume: browsers send it back by themselves (`Last-Event-ID`), others may (`last_event_id`), to any silo, and get what they missed, each event once and in
        order. `reset` means that this is not possible: read everything anew. The stream ends with the access token; come back with the next one. A browser's
        EventSource cannot send a token: it brings a ticket, for each connection a new one.
        """;

    public static void MapLive(this IEndpointRouteBuilder routes)
    {
        // Its gauge says zero from the start, not nothing until somebody watches.
        _ = routes.ServiceProvider.GetRequiredService<LiveClients>();
        var group = routes.MapGroup("/api/events").WithTags("live").RequireAuthorization(Roles.Member).RefusesStrangers();
        group.MapGet("", Watch).WithName("WatchEvents").WithSummary("Live updates of the tenant.").WithDescription(Description)
            .Produces<LiveEvents>(200, "text/event-stream").Refuses("invalid_event_id", "too_many_streams", "too_many_watch")
            .WithMetadata(new TakesTicket());
        group.MapPost("ticket", MakeTicket).WithName("MakeEventTicket").WithSummary("A ticket for one stream, to be used at once: GET /api/events?ticket=…");
    }

    /// <param name="ticket">Has been taken by then, in place of a token.</param>
    private static async Task<IResult> Watch(HttpContext context, EventStream stream, LiveClients clients, IHostApplicationLifetime lifetime,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId, [FromQuery(Name = "last_event_id")] string? lastEventIdOfQuery, string? ticket)
    {
        _ = ticket;
        // The header first: a browser that comes back sends it, with the address it began with.
        if (!TryRead(string.IsNullOrEmpty(lastEventId) ? lastEventIdOfQuery : lastEventId, out var since)) return Problem.Of("invalid_event_id");
        if (lifetime.ApplicationStopping.IsCancellationRequested) return Problem.Of("unavailable");
        var user = context.User.UserId();
        if (clients.Enter(user) is { } refusal) return Problem.Of(refusal);
        try
        {
            await stream.Serve(context, since);
        }
        finally
        {
            clients.Leave(user);
        }

        return Results.Empty;
    }

    private static async Task<Ok<TicketView>> MakeTicket(ClaimsPrincipal caller, EventTickets tickets)
    {
        var (ticket, lifetime) = await tickets.Make(caller);
        return TypedResults.Ok(new TicketView(ticket, (int)lifetime.TotalSeconds));
    }

    private static bool TryRead(string? text, out long? number)
    {
        number = null;
        if (string.IsNullOrEmpty(text)) return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var read)) return false;
        number = read;
        return true;
    }
}

/// <param name="ExpiresIn">Seconds until it must have been used.</param>
internal sealed record TicketView(string Ticket, int ExpiresIn);
