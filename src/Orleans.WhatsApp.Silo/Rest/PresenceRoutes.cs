using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans.WhatsApp.Grains.Presence;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>Who else looks at a chat or types in it, so that two people do not answer the same contact.</summary>
internal static class PresenceRoutes
{
    public static void MapPresence(this RouteGroupBuilder whatsapp)
    {
        var group = whatsapp.MapGroup("chats/{chatId:guid}/presence").WithTags("presence").RequireAuthorization(Roles.Member).Refuses("chat_not_found");
        group.MapPost("", Show).WithName("ShowPresence")
            .WithSummary("The caller looks at the chat, types in it, or has left it. Said again every 20 s; who is silent for 45 s has left, who does not say again within 8 s that he types only looks.");
        group.MapGet("", Read).WithName("GetPresence").WithSummary("Who else is in the chat. Changes come as presence events of GET /api/events.");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Show(Guid chatId, PresenceRequest presence, ClaimsPrincipal caller, IGrainFactory grains,
        IDashboardQueries queries)
    {
        if (await queries.Chat(caller.TenantId(), new(chatId)) is null) return Problem.Of("chat_not_found");
        var (people, user) = (grains.Presence(caller.TenantId(), new(chatId)), caller.UserId().Value);
        await (presence.State == PresenceWord.Left ? people.Leave(user) : people.Show(user, caller.DisplayName(), presence.State == PresenceWord.Typing));
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<PresenceView>, ProblemHttpResult>> Read(Guid chatId, ClaimsPrincipal caller, IGrainFactory grains, IDashboardQueries queries)
    {
        if (await queries.Chat(caller.TenantId(), new(chatId)) is null) return Problem.Of("chat_not_found");
        var people = await grains.Presence(caller.TenantId(), new(chatId)).People();
        return TypedResults.Ok(new PresenceView([.. people.Where(person => person.User != caller.UserId().Value).Select(PresentView.Of)]));
    }
}
