using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Silo.Audit;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Privacy;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>A contact's own rights: to have what is stored of them, and to have it erased.</summary>
internal static class PrivacyRoutes
{
    public static void MapPrivacy(this RouteGroupBuilder whatsapp)
    {
        var group = whatsapp.MapGroup("").WithTags("privacy").RequireAuthorization(Roles.Admin);
        group.MapGet("chats/{chatId:guid}/export", Export).WithName("ExportContact")
            .WithSummary("All that is stored of this chat's contact, on every number of the tenant, as one document, with the files of its messages.")
            .Produces<ExportedContact>(200, "application/json").Refuses("chat_not_found").Audited("contact.export");
        group.MapPost("chats/{chatId:guid}/erase", Erase).WithName("EraseContact")
            .WithSummary("Erases this chat's contact, on every number of the tenant, for good. Asked again, it completes what was not done.").Refuses("chat_not_found").Audited("contact.erase");
        group.MapGet("erasures", Erasures).WithName("ListErasures").WithSummary("Which chats were erased, when and by whom, newest first.")
            .Refuses(ListRequest.Faults);
    }

    /// <summary>Written here and not by a result, so that the trail says <c>done</c> only of what was written to its end.</summary>
    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> Export(Guid chatId, ClaimsPrincipal caller, ContactExport export,
        HttpContext context)
    {
        var chats = await export.Find(caller, chatId);
        if (chats.Count == 0) return Problem.Of("chat_not_found");
        context.Response.ContentType = "application/json";
        // The chat's id says nothing to who does not have the database.
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"contact-{chatId:N}.json\"";
        await export.Write(context.Response.Body, caller.TenantId(), chats, context.RequestAborted);
        return TypedResults.Empty;
    }

    private static async Task<Results<Ok<ErasedContact>, ProblemHttpResult>> Erase(Guid chatId, EraseRequest? erase, ClaimsPrincipal caller,
        ErasureDesk desk) =>
        await desk.Erase(caller, chatId, erase?.Blacklist ?? false) is { } erased ? TypedResults.Ok(erased) : Problem.Of("chat_not_found");

    private static async Task<Results<Ok<Listing<ErasureView>>, ProblemHttpResult>> Erasures(ClaimsPrincipal caller, IErasureLog log,
        IOptions<RestOptions> rest, [AsParameters] ListRequest list)
    {
        var paging = list.Of(ListKind.Erasures, rest.Value.MaxMessagesPerPage);
        if (paging.Fault is { } fault) return Problem.Of(fault);
        return TypedResults.Ok(paging.Answer(await log.List(caller.TenantId(), paging.At), ErasureView.Of));
    }
}
