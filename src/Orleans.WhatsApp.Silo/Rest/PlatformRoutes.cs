using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Orleans.WhatsApp.Silo.Audit;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Tenants;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>Above the tenants: which there are and what they may use. Nothing here shows what is inside one.</summary>
internal static class PlatformRoutes
{
    private const int MostPerPage = 100;
    private const int MostBytes = 16 * 1024;

    public static void MapPlatform(this IEndpointRouteBuilder routes)
    {
        var platform = routes.MapGroup("/api/platform").WithTags("platform").RequireAuthorization(Roles.Platform).RefusesStrangers()
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes)).AddEndpointFilter<CheckedBodyFilter>();

        var tenants = platform.MapGroup("tenants");
        tenants.MapGet("", List).WithName("ListTenants").WithSummary("All tenants, in the order they came.").Refuses(ListRequest.Faults);
        tenants.MapPost("", Add).WithName("AddTenant")
            .WithSummary("Makes a tenant and answers, this once, with the token by which its first admin sets a password.")
            .Refuses("invalid_tenant", "invalid_user", "unknown_feature", "email_taken").Audited("tenant.add");
        tenants.MapGet("{tenantId:guid}", Read).WithName("GetTenant").WithSummary("One tenant.").Refuses("tenant_not_found");
        tenants.MapPut("{tenantId:guid}", Change).WithName("ChangeTenant")
            .WithSummary("Renames it, switches features, suspends or resumes it; its chats are stopped at once.")
            .Refuses("invalid_tenant", "unknown_feature", "tenant_not_found").Audited("tenant.change");
        tenants.MapPost("{tenantId:guid}/admins", InviteAdmin).WithName("InviteTenantAdmin")
            .WithSummary("Invites one more admin, for a tenant whose own cannot sign in any more.")
            .Refuses("invalid_user", "tenant_not_found", "email_taken").Audited("tenant.invite_admin");

        var admins = platform.MapGroup("admins");
        admins.MapGet("", Admins).WithName("ListPlatformAdmins").WithSummary("Who may do all this.").Refuses(ListRequest.Faults);
        admins.MapPost("", AddAdmin).WithName("AddPlatformAdmin")
            .WithSummary("Makes a user a platform admin. His password may be known to who invited him, so it is taken, and the answer holds, this once, the token by which to set a new one.")
            .Refuses("invalid_user", "user_not_found", "is_platform_admin", "last_admin").Audited("platform_admin.add");
        admins.MapDelete("{userId:guid}", RemoveAdmin).WithName("RemovePlatformAdmin")
            .WithSummary("The user stays what he is in his tenant.").Refuses("user_not_found", "last_platform_admin").Audited("platform_admin.remove");
    }

    private static async Task<Results<Ok<Listing<TenantDetails>>, ProblemHttpResult>> List(ITenantRegister register, [AsParameters] ListRequest list)
    {
        var paging = list.Of(ListKind.Whole, MostPerPage);
        return paging.Fault is { } fault
            ? Problem.Of(fault)
            : TypedResults.Ok(paging.AnswerNumbered(await register.All(paging.Number, paging.At.Limit), TenantDetails.Of));
    }

    private static async Task<Results<Ok<TenantDetails>, ProblemHttpResult>> Read(Guid tenantId, ITenantRegister register) =>
        await register.Find(new(tenantId)) is { } tenant ? TypedResults.Ok(TenantDetails.Of(tenant)) : Problem.Of("tenant_not_found");

    private static async Task<Results<Created<NewTenantView>, ProblemHttpResult>> Add(NewTenantRequest tenant, ClaimsPrincipal caller, TenantDesk desk) =>
        await desk.Add(caller, tenant) is { } added
            ? TypedResults.Created($"/api/platform/tenants/{added.Tenant.Id}", added)
            : Problem.Of("email_taken");

    private static async Task<Results<Ok<TenantDetails>, ProblemHttpResult>> Change(Guid tenantId, TenantRequest change, ClaimsPrincipal caller,
        TenantDesk desk) =>
        await desk.Change(caller, new(tenantId), change) is { } tenant ? TypedResults.Ok(TenantDetails.Of(tenant)) : Problem.Of("tenant_not_found");

    private static async Task<Results<Created<InvitedView>, ProblemHttpResult>> InviteAdmin(Guid tenantId, PersonRequest person, ClaimsPrincipal caller,
        ITenantRegister register, UserDesk desk)
    {
        if (await register.Find(new(tenantId)) is null) return Problem.Of("tenant_not_found");
        return await desk.Invite(caller, new(tenantId), person.Email, person.Name, Role.Admin) is { } invited
            ? TypedResults.Created((string?)null, invited)
            : Problem.Of("email_taken");
    }

    private static async Task<Results<Ok<Listing<PlatformAdminView>>, ProblemHttpResult>> Admins(IUserRegister register, [AsParameters] ListRequest list)
    {
        var paging = list.Of(ListKind.Whole, MostPerPage);
        return paging.Fault is { } fault
            ? Problem.Of(fault)
            : TypedResults.Ok(paging.AnswerNumbered(await register.PlatformAdmins(paging.Number, paging.At.Limit), PlatformAdminView.Of));
    }

    private static async Task<Results<Ok<InvitedView>, ProblemHttpResult>> AddAdmin(PlatformAdminRequest admin, ClaimsPrincipal caller, IUserStore users, UserDesk desk)
    {
        if (await users.ByEmail(admin.Email) is not { } user) return Problem.Of("user_not_found");
        return await desk.MakePlatformAdmin(caller, user.Id) switch
        {
            (_, { } made) => TypedResults.Ok(made),
            (var refusal, _) => Refusals.Of(refusal),
        };
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAdmin(Guid userId, ClaimsPrincipal caller, UserDesk desk) =>
        await desk.RemovePlatformAdmin(caller, new(userId)) switch
        {
            RegisterAnswer.Done => TypedResults.NoContent(),
            var refusal => Refusals.Of(refusal),
        };
}
