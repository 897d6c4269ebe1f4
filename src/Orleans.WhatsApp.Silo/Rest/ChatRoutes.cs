using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>What the dashboard reads.</summary>
internal static class ChatRoutes
{
    private const int UsualMessages = 50;

    public static void MapChats(this RouteGroupBuilder whatsapp)
    {
        var group = whatsapp.MapGroup("").WithTags("chats").RequireAuthorization(Roles.Member);
        group.MapGet("stats", Stats).WithName("GetStats").WithSummary("The tenant's chats in numbers.");
        group.MapGet("chats", Chats).WithName("ListChats").WithSummary("Chats, newest message first.")
            .Refuses([.. ListRequest.Faults, "invalid_mode", "search_too_long"]);
        group.MapGet("chats/{chatId:guid}", Chat).WithName("GetChat").WithSummary("One chat.").Refuses("chat_not_found");
        group.MapGet("chats/{chatId:guid}/messages", Messages).WithName("ListMessages")
            .WithSummary("Messages, oldest first within a page; page 1 holds the newest.").Refuses([.. ListRequest.Faults, "chat_not_found"]);
        group.MapGet("chats/{chatId:guid}/sessions", Sessions).WithName("ListSessions").WithSummary("Sessions, newest first.")
            .Refuses([.. ListRequest.Faults, "chat_not_found"]);
        group.MapGet("chats/{chatId:guid}/timeline", Timeline).WithName("ListTimeline")
            .WithSummary("What was decided and by which rule, oldest first within a page; page 1 holds the newest.").Refuses([.. ListRequest.Faults, "chat_not_found"]);
    }

    private static async Task<Ok<StatsView>> Stats(ClaimsPrincipal caller, IDashboardQueries queries) =>
        TypedResults.Ok(StatsView.Of(await queries.Counts(caller.TenantId())));

    private static async Task<Results<Ok<Listing<ChatView>>, ProblemHttpResult>> Chats(ClaimsPrincipal caller, ChatDesk desk,
        IOptions<RestOptions> rest, [AsParameters] ListRequest list, [AsParameters] ChatListRequest chats)
    {
        var paging = list.Of(ListKind.Chats, rest.Value.MaxChatsPerPage);
        if ((paging.Fault ?? chats.Fault) is { } fault) return Problem.Of(fault);
        return TypedResults.Ok(await desk.Chats(caller, chats.AsFilter(), paging));
    }

    private static async Task<Results<Ok<ChatView>, ProblemHttpResult>> Chat(Guid chatId, ClaimsPrincipal caller, ChatDesk desk) =>
        await desk.Chat(caller, chatId) is { } chat ? TypedResults.Ok(chat) : Problem.Of("chat_not_found");

    private static Task<Results<Ok<Listing<MessageView>>, ProblemHttpResult>> Messages(Guid chatId, ClaimsPrincipal caller, ChatDesk desk,
        IDashboardQueries queries, IOptions<RestOptions> rest, [AsParameters] ListRequest list) =>
        OfChat(chatId, caller, queries, list.Of(ListKind.Messages, rest.Value.MaxMessagesPerPage, UsualMessages), paging =>
            desk.Messages(caller, chatId, paging));

    private static Task<Results<Ok<Listing<SessionView>>, ProblemHttpResult>> Sessions(Guid chatId, ClaimsPrincipal caller,
        IDashboardQueries queries, IOptions<RestOptions> rest, [AsParameters] ListRequest list) =>
        OfChat(chatId, caller, queries, list.Of(ListKind.Sessions, rest.Value.MaxMessagesPerPage), async paging => paging.Answer(
            await queries.Sessions(caller.TenantId(), new(chatId), paging.At), session => SessionView.Of(caller.TenantId(), session)));

    private static Task<Results<Ok<Listing<TimelineView>>, ProblemHttpResult>> Timeline(Guid chatId, ClaimsPrincipal caller,
        IDashboardQueries queries, IOptions<RestOptions> rest, [AsParameters] ListRequest list) =>
        OfChat(chatId, caller, queries, list.Of(ListKind.Timeline, rest.Value.MaxMessagesPerPage, UsualMessages), async paging =>
            paging.Answer(await queries.Timeline(caller.TenantId(), new(chatId), paging.At), TimelineView.Of));

    /// <summary>An empty page and a chat that is not there are different answers.</summary>
    private static async Task<Results<Ok<Listing<T>>, ProblemHttpResult>> OfChat<T>(Guid chat, ClaimsPrincipal caller,
        IDashboardQueries queries, Paging paging, Func<Paging, Task<Listing<T>>> read)
    {
        if (paging.Fault is { } fault) return Problem.Of(fault);
        return await queries.Chat(caller.TenantId(), new(chat)) is null ? Problem.Of("chat_not_found") : TypedResults.Ok(await read(paging));
    }
}
