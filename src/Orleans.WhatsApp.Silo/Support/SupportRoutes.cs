using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Silo.Audit;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.Rest;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Tenants;

namespace Orleans.WhatsApp.Silo.Support;

/// <summary>For when something hangs. Platform admins have the same for every tenant, and see nothing of its contacts by it.</summary>
internal static class SupportRoutes
{
    private const int MostSessions = 100;
    private const int MostBytes = 1024 * 1024;
    private static readonly string[] OfReset = ["chat_not_found", "no_session"];

    private static readonly string[] OfTest =
    [
        "invalid_phone", "empty_text", "invalid_text", "text_too_long", "live_send_off", "not_connected", "provider_failed", "send_unclear", "not_configured",
    ];

    public static void MapSupport(this IEndpointRouteBuilder routes)
    {
        var admins = Group(routes, "/api/support").RequireAuthorization(Roles.Admin).Refuses("feature_disabled").AddEndpointFilter<FeatureFilter>().AddEndpointFilter<CheckedBodyFilter>();
        admins.MapGet("sessions", Sessions).WithName("ListLiveSessions").WithSummary("Sessions that have not ended, the longest first.").Refuses(ListRequest.Faults);
        admins.MapPost("chats/{chatId:guid}/reset-session", Reset).WithName("ResetSession")
            .WithSummary("Ends the chat's session at once, whatever it hangs on; the contact's next message begins another one.")
            .Refuses(OfReset).Audited("support.reset_session");
        admins.MapPost("test-messages", Test).WithName("SendTestMessage")
            .WithSummary("Writes to a number by the business's own initiative; only where Channels__AllowLiveSend is on.")
            .Refuses(OfTest).Audited("support.test_message");

        var platform = Group(routes, "/api/platform/tenants/{tenantId:guid}/support").RequireAuthorization(Roles.Platform).Refuses("tenant_not_found")
            .AddEndpointFilter<KnownTenantFilter>().AddEndpointFilter<CheckedBodyFilter>();
        platform.MapGet("sessions", SessionsOf).WithName("ListLiveSessionsOfTenant").WithSummary("A tenant's sessions that have not ended: ids, states and times.")
            .Refuses(ListRequest.Faults);
        platform.MapPost("chats/{chatId:guid}/reset-session", ResetOf).WithName("ResetSessionOfTenant").WithSummary("Ends the session of a tenant's chat at once.")
            .Refuses(OfReset).Audited("support.reset_session");
        platform.MapPost("test-messages", TestOf).WithName("SendTestMessageOfTenant").WithSummary("Writes to a number through a tenant's channel.")
            .Refuses([.. OfTest, "feature_disabled"]).Audited("support.test_message");
    }

    private static RouteGroupBuilder Group(IEndpointRouteBuilder routes, string path) =>
        routes.MapGroup(path).WithTags("support").RefusesStrangers().WithMetadata(new RequestSizeLimitAttribute(MostBytes));

    private static Task<Results<Ok<Listing<LiveSessionView>>, ProblemHttpResult>> Sessions(ClaimsPrincipal caller, IDashboardQueries queries, [AsParameters] ListRequest list) =>
        List(queries, caller.TenantId(), list, LiveSessionView.Of);

    private static Task<Results<Ok<Listing<LiveSessionView>>, ProblemHttpResult>> SessionsOf(Guid tenantId, IDashboardQueries queries, [AsParameters] ListRequest list) =>
        List(queries, new(tenantId), list, LiveSessionView.WithoutContact);

    private static Task<Results<NoContent, ProblemHttpResult>> Reset(Guid chatId, ClaimsPrincipal caller, ChatDesk desk) =>
        End(desk, caller, caller.TenantId(), chatId);

    private static Task<Results<NoContent, ProblemHttpResult>> ResetOf(Guid tenantId, Guid chatId, ClaimsPrincipal caller, ChatDesk desk) =>
        End(desk, caller, new(tenantId), chatId);

    private static Task<Results<Ok<TestMessageView>, ProblemHttpResult>> Test(TestMessageRequest test, ClaimsPrincipal caller, IGrainFactory grains) =>
        Send(grains, caller, caller.TenantId(), test);

    private static async Task<Results<Ok<TestMessageView>, ProblemHttpResult>> TestOf(Guid tenantId, TestMessageRequest test, ClaimsPrincipal caller, IGrainFactory grains) =>
        (await grains.Tenant(new(tenantId)).Facts("")).IsOn ? await Send(grains, caller, new(tenantId), test) : Problem.Of("feature_disabled");

    private static async Task<Results<Ok<Listing<LiveSessionView>>, ProblemHttpResult>> List(IDashboardQueries queries, TenantId tenant, ListRequest list,
        Func<ChatState, LiveSessionView> view)
    {
        var paging = list.Of(ListKind.LiveSessions, MostSessions);
        return paging.Fault is { } fault ? Problem.Of(fault) : TypedResults.Ok(paging.Answer(await queries.LiveSessions(tenant, paging.At), view));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> End(ChatDesk desk, ClaimsPrincipal caller, TenantId tenant, Guid chat)
    {
        var outcome = await desk.Act(tenant, chat, new ChatAction.ResetSession(caller.UserId().Value));
        return outcome.IsDone ? TypedResults.NoContent() : Refusals.Of(outcome);
    }

    private static async Task<Results<Ok<TestMessageView>, ProblemHttpResult>> Send(IGrainFactory grains, ClaimsPrincipal caller, TenantId tenant, TestMessageRequest test) =>
        await grains.Channel(tenant).Begin(new Beginning(caller.UserId().Value, caller.UserId().ToString(), test.Phone, test.Text)) switch
        {
            { Error: "" } begun => TypedResults.Ok(TestMessageView.Of(begun)),
            { Error: "live_send_off" or "send_unclear" or "unavailable" } refused => Problem.Of(refused.Error),
            var refused => Refusals.OfProvider(refused.Error),
        };
}

/// <summary>The route names a tenant that there is.</summary>
internal sealed class KnownTenantFilter(ITenantRegister register) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Guid.TryParse(context.HttpContext.Request.RouteValues["tenantId"]?.ToString(), out var tenant) && await register.Find(new(tenant)) is not null
            ? await next(context)
            : Problem.Of("tenant_not_found");
}
