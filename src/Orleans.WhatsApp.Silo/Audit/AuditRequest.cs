using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Orleans.WhatsApp.Storage.Audit;

namespace Orleans.WhatsApp.Silo.Audit;

/// <summary>Which entries are asked for, as it comes in the address.</summary>
internal sealed record AuditRequest(
    [property: FromQuery(Name = "from"), Description("The first moment, with its offset: 2026-03-01T00:00:00Z.")] DateTimeOffset? From,
    [property: FromQuery(Name = "to"), Description("The moment after the last.")] DateTimeOffset? To,
    [property: FromQuery(Name = "actor"), Description("The id of the user who did it.")] Guid? Actor,
    [property: FromQuery(Name = "action"), Description("An action (chat.take_over), or what stands before its dot (chat) for all of that kind.")] string? Action,
    [property: FromQuery(Name = "subject"), Description("The id of the chat, user, agent or tenant that it is about.")] Guid? Subject,
    [property: FromQuery(Name = "outcome"), Description("done, begun (nobody knows whether it was done), or the code of the problem that refused it.")] string? Outcome)
{
    public AuditFilter AsFilter() => new(
        From, To, Actor is { } actor ? new(actor) : null, string.IsNullOrEmpty(Action) ? null : Action, Subject, string.IsNullOrEmpty(Outcome) ? null : Outcome);
}
