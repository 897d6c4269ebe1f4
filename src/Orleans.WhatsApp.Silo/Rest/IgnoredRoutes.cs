using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans.WhatsApp.Silo.Audit;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>Numbers whose messages are neither answered nor shown. What a blacklisted number writes is kept and shown; this is not.</summary>
internal static class IgnoredRoutes
{
    private const int MostNumbers = 1000;

    public static void MapIgnored(this RouteGroupBuilder whatsapp)
    {
        var group = whatsapp.MapGroup("ignored").WithTags("blacklist").RequireAuthorization(Roles.Manager);
        group.MapGet("", List).WithName("ListIgnored").WithSummary("The numbers, in the order they were added.").Refuses(ListRequest.Faults);
        group.MapPost("", Add).WithName("IgnoreNumber").WithSummary("Ignores a number from now on, hides its chats, and answers with the list.")
            .Refuses("invalid_phone").Audited("ignored.add");
        group.MapDelete("{phone}", Remove).WithName("StopIgnoringNumber")
            .WithSummary("Takes a number off the list and answers with the list; its chat is shown again when it writes.").Refuses("invalid_phone").Audited("ignored.remove");
    }

    private static async Task<Results<Ok<Listing<string>>, ProblemHttpResult>> List(ClaimsPrincipal caller, IGrainFactory grains, [AsParameters] ListRequest list)
    {
        var paging = list.Of(ListKind.Whole, MostNumbers, MostNumbers);
        return paging.Fault is { } fault ? Problem.Of(fault) : TypedResults.Ok(await Numbers(caller, grains, paging));
    }

    private static async Task<Results<Ok<Listing<string>>, ProblemHttpResult>> Add(BlacklistRequest number, ClaimsPrincipal caller, IGrainFactory grains) =>
        await grains.Tenant(caller.TenantId()).Ignore(number.Phone) ? TypedResults.Ok(await All(caller, grains)) : Problem.Of("invalid_phone");

    private static async Task<Results<Ok<Listing<string>>, ProblemHttpResult>> Remove(string phone, ClaimsPrincipal caller, IGrainFactory grains) =>
        new BlacklistRequest(phone).Fault is null && await grains.Tenant(caller.TenantId()).StopIgnoring(phone)
            ? TypedResults.Ok(await All(caller, grains))
            : Problem.Of("invalid_phone");

    private static Task<Listing<string>> All(ClaimsPrincipal caller, IGrainFactory grains) => Numbers(caller, grains, new Paging(new(1, MostNumbers)));

    private static async Task<Listing<string>> Numbers(ClaimsPrincipal caller, IGrainFactory grains, Paging paging) =>
        paging.Cut((await grains.Tenant(caller.TenantId()).Read()).Ignored);
}
