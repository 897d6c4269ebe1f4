using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Orleans.WhatsApp.Silo.Audit;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>The tenant's people. Nobody but its admins sees or changes them here.</summary>
internal static class UserRoutes
{
    private const int MostUsers = 100;
    private const int MostBytes = 16 * 1024;

    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/users").WithTags("users").RequireAuthorization(Roles.Admin).RefusesStrangers("tenant_suspended")
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes))
            .AddEndpointFilter<ActiveTenantFilter>().AddEndpointFilter<CheckedBodyFilter>();
        group.MapGet("", List).WithName("ListUsers").WithSummary("The tenant's users, by name.").Refuses(ListRequest.Faults);
        group.MapPost("", Invite).WithName("InviteUser")
            .WithSummary("Adds a user and answers, this once, with the token by which to set a password.").Refuses("invalid_user", "email_taken").Audited("user.invite");

        var one = group.MapGroup("{userId:guid}").Refuses("user_not_found");
        one.MapGet("", Read).WithName("GetUser").WithSummary("One user.");
        one.MapPut("", Change).WithName("ChangeUser").WithSummary("Changes what is given; who loses a right loses it within seconds.")
            .Refuses("invalid_user", "last_admin", "last_platform_admin", "platform_admins_only").Audited("user.change");
        one.MapPost("reset-password", ResetPassword).WithName("ResetPassword")
            .WithSummary("Takes the user's password and ends all sign-ins; answers, this once, with the token by which to set a new one.")
            .Refuses("own_password", "last_admin", "last_platform_admin", "platform_admins_only").Audited("user.reset_password");
        one.MapDelete("", Delete).WithName("DeleteUser")
            .WithSummary("Removes a user and the name from old chats; to keep that, switch the user off instead.")
            .Refuses("last_admin", "last_platform_admin", "platform_admins_only").Audited("user.delete");
    }

    private static async Task<Results<Ok<Listing<UserView>>, ProblemHttpResult>> List(ClaimsPrincipal caller, IUserStore users, [AsParameters] ListRequest list)
    {
        var paging = list.Of(ListKind.Whole, MostUsers);
        return paging.Fault is { } fault
            ? Problem.Of(fault)
            : TypedResults.Ok(paging.AnswerNumbered(await users.Of(caller.TenantId(), paging.Number, paging.At.Limit), UserView.Of));
    }

    private static async Task<Results<Ok<UserView>, ProblemHttpResult>> Read(Guid userId, ClaimsPrincipal caller, IUserStore users) =>
        (await users.ByIds(caller.TenantId(), [new(userId)])).TryGetValue(new(userId), out var user)
            ? TypedResults.Ok(UserView.Of(user))
            : Problem.Of("user_not_found");

    private static async Task<Results<Created<InvitedView>, ProblemHttpResult>> Invite(InviteRequest invite, ClaimsPrincipal caller, UserDesk desk) =>
        await desk.Invite(caller, caller.TenantId(), invite.Email, invite.Name, invite.Role) is { } invited
            ? TypedResults.Created($"/api/users/{invited.User.Id}", invited)
            : Problem.Of("email_taken");

    private static async Task<Results<Ok<UserView>, ProblemHttpResult>> Change(Guid userId, UserRequest change, ClaimsPrincipal caller, UserDesk desk)
    {
        var (answer, user) = await desk.Change(caller, new(userId), change.AsChange());
        return answer == RegisterAnswer.Done ? TypedResults.Ok(UserView.Of(user!)) : Refusals.Of(answer);
    }

    private static async Task<Results<Ok<InvitedView>, ProblemHttpResult>> ResetPassword(Guid userId, ClaimsPrincipal caller, UserDesk desk)
    {
        // The token would be all that is left of one's own account.
        if (caller.UserId().Value == userId) return Problem.Of("own_password");
        var (answer, reset) = await desk.ResetPassword(caller, new(userId));
        return answer == RegisterAnswer.Done ? TypedResults.Ok(reset) : Refusals.Of(answer);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(Guid userId, ClaimsPrincipal caller, UserDesk desk) =>
        await desk.Delete(caller, new(userId)) switch
        {
            RegisterAnswer.Done => TypedResults.NoContent(),
            var refusal => Refusals.Of(refusal),
        };
}
