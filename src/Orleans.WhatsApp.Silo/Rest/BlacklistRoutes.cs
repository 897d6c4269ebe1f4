using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans.WhatsApp.Silo.Audit;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>Numbers that the AI leaves alone. Compared by their match key, so every spelling of a number is the same one.</summary>
internal static class BlacklistRoutes
{
    private const int MostNumbers = 1000;

    public static void MapBlacklist(this RouteGroupBuilder whatsapp)
    {
        var group = whatsapp.MapGroup("blacklist").WithTags("blacklist").RequireAuthorization(Roles.Manager);
        group.MapGet("", List).WithName("ListBlacklist").WithSummary("The numbers, in the order they were added.").Refuses(ListRequest.Faults);
        group.MapPost("", Add).WithName("AddToBlacklist").WithSummary("Adds a number and answers with the list.").Refuses("invalid_phone").Audited("blacklist.add");
        group.MapDelete("{phone}", Remove).WithName("RemoveFromBlacklist")
            .WithSummary("Takes a number off the list and answers with the list.").Refuses("invalid_phone").Audited("blacklist.remove");
    }

    private static async Task<Results<Ok<Listing<string>>, ProblemHttpResult>> List(ClaimsPrincipal caller, IGrainFactory grains,
        [AsParameters] ListRequest list)
    {
        var paging = list.Of(ListKind.Whole, MostNumbers, MostNumbers);
        return paging.Fault is { } fault ? Problem.Of(fault) : TypedResults.Ok(await Numbers(caller, grains, paging));
    }

    private static async Task<Results<Ok<Listing<string>>, ProblemHttpResult>> Add(BlacklistRequest blacklist, ClaimsPrincipal caller,
        IGrainFactory grains) =>
        await grains.Tenant(caller.TenantId()).Blacklist(blacklist.Phone)
            ? TypedResults.Ok(await All(caller, grains))
            : Problem.Of("invalid_phone");

    private static async Task<Results<Ok<Listing<string>>, ProblemHttpResult>> Remove(string phone, ClaimsPrincipal caller,
        IGrainFactory grains) =>
        new BlacklistRequest(phone).Fault is null && await grains.Tenant(caller.TenantId()).Unblacklist(phone)
            ? TypedResults.Ok(await All(caller, grains))
            : Problem.Of("invalid_phone");

    private static Task<Listing<string>> All(ClaimsPrincipal caller, IGrainFactory grains) =>
        Numbers(caller, grains, new Paging(new(1, MostNumbers)));

    private static async Task<Listing<string>> Numbers(ClaimsPrincipal caller, IGrainFactory grains, Paging paging) =>
        paging.Cut((await grains.Tenant(caller.TenantId()).Read()).Blacklist);
}
