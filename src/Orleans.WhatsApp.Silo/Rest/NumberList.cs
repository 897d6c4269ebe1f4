using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>One of a tenant's lists of numbers. Compared by their match key, so every spelling of a number is the same one.</summary>
internal sealed class NumberList(
    Func<ITenantGrain, string, Task<bool>> add, Func<ITenantGrain, string, Task<bool>> remove, Func<TenantView, IReadOnlyList<string>> of)
{
    private const int MostNumbers = 1000;

    public async Task<Results<Ok<Listing<string>>, ProblemHttpResult>> List(ClaimsPrincipal caller, IGrainFactory grains, [AsParameters] ListRequest list)
    {
        var paging = list.Of(ListKind.Whole, MostNumbers, MostNumbers);
        return paging.Fault is { } fault ? Problem.Of(fault) : TypedResults.Ok(await Numbers(caller, grains, paging));
    }

    public async Task<Results<Ok<Listing<string>>, ProblemHttpResult>> Add(BlacklistRequest number, ClaimsPrincipal caller, IGrainFactory grains) =>
        await add(grains.Tenant(caller.TenantId()), number.Phone) ? TypedResults.Ok(await All(caller, grains)) : Problem.Of("invalid_phone");

    public async Task<Results<Ok<Listing<string>>, ProblemHttpResult>> Remove(string phone, ClaimsPrincipal caller, IGrainFactory grains) =>
        new BlacklistRequest(phone).Fault is null && await remove(grains.Tenant(caller.TenantId()), phone)
            ? TypedResults.Ok(await All(caller, grains))
            : Problem.Of("invalid_phone");

    private Task<Listing<string>> All(ClaimsPrincipal caller, IGrainFactory grains) => Numbers(caller, grains, new Paging(new(1, MostNumbers)));

    private async Task<Listing<string>> Numbers(ClaimsPrincipal caller, IGrainFactory grains, Paging paging) =>
        paging.Cut(of(await grains.Tenant(caller.TenantId()).Read()));
}
