using System.Security.Claims;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>What has not reached a contact, and why.</summary>
internal static class OutboxRoutes
{
    private const int MostSends = 100;

    public static void MapOutbox(this RouteGroupBuilder whatsapp) =>
        whatsapp.MapGet("outbox", List).WithTags("chats").WithName("ListOutbox").RequireAuthorization(Roles.Manager)
            .WithSummary("What waits for its turn, is held back by the live-send switch, maybe went out, or failed; newest first.").Refuses([.. ListRequest.Faults, "invalid_outbox_status"]);

    private static async Task<Results<Ok<Listing<HeldSendView>>, ProblemHttpResult>> List(
        ClaimsPrincipal caller, IDashboardQueries queries, ChannelDirectory directory, [AsParameters] ListRequest list, [FromQuery] string? status)
    {
        if (status is not (null or "withheld" or "waiting" or "unclear" or "failed")) return Problem.Of("invalid_outbox_status");
        var paging = list.Of(ListKind.Outbox, MostSends);
        return paging.Fault is { } fault ? Problem.Of(fault)
            : TypedResults.Ok(paging.Answer(
                await queries.Outbox(caller.TenantId(), status, paging.At), send => HeldSendView.Of(send, directory.ProviderOf(caller.TenantId(), send.Channel))));
    }
}

/// <param name="Status">withheld, waiting, unclear or failed.</param>
/// <param name="Remedy">What helps, see the message's failure; none where nothing has failed.</param>
/// <param name="NotBefore">When it goes out at the earliest.</param>
internal sealed record HeldSendView(
    [property: JsonPropertyName("_id")] Guid Id, Guid ChatId, Guid MessageId, string ContactName, string Text, ContentWire? Content, string Status, string? Code, string Remedy,
    string Provider, DateTimeOffset At, DateTimeOffset? NotBefore)
{
    public static HeldSendView Of(HeldSend send, string provider) => new(
        send.Intent.Value, send.Chat.Value, send.Message.Value, send.ContactName, send.Text, ContentWire.Of(send.ContentJson),
        send.Status switch { "ready" or "claimed" => "waiting", "unknown" => "unclear", var other => other },
        send.Code.Length > 0 ? send.Code : null, send.Status == "failed" ? Remedies.Of(send.Code) : "none", provider, send.At, send.NotBefore);
}
