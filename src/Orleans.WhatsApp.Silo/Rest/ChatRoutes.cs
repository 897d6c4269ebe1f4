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
        group.MapGet("chats", Chats).WithName("ListChats").WithSummary("Chats, newest message first; mode is ai, human or closed.");
        group.MapGet("chats/{chatId:guid}", Chat).WithName("GetChat").WithSummary("One chat.").ProducesProblem(404);
        group.MapGet("chats/{chatId:guid}/messages", Messages).WithName("ListMessages")
            .WithSummary("Messages, oldest first within a page; page 1 holds the newest.").ProducesProblem(404);
        group.MapGet("chats/{chatId:guid}/sessions", Sessions).WithName("ListSessions").WithSummary("Sessions, newest first.")
            .ProducesProblem(404);
        group.MapGet("chats/{chatId:guid}/timeline", Timeline).WithName("ListTimeline")
            .WithSummary("What was decided and by which rule, oldest first within a page; page 1 holds the newest.").ProducesProblem(404);
    }

    private static async Task<Ok<StatsView>> Stats(ClaimsPrincipal caller, IDashboardQueries queries) =>
        TypedResults.Ok(StatsView.Of(await queries.Counts(caller.TenantId())));

    private static async Task<Results<Ok<Listing<ChatView>>, ProblemHttpResult>> Chats(ClaimsPrincipal caller, ChatDesk desk, IOptions<RestOptions> rest,
        int? page, int? limit, string? mode) => mode switch
    {
        null or "" => TypedResults.Ok(await desk.Chats(caller, null, Paging.Of(page, limit, rest.Value.MaxChatsPerPage))),
        "ai" or "human" or "closed" => TypedResults.Ok(await desk.Chats(caller, mode, Paging.Of(page, limit, rest.Value.MaxChatsPerPage))),
        _ => Problem.Of("invalid_mode"),
    };

    private static async Task<Results<Ok<ChatView>, ProblemHttpResult>> Chat(Guid chatId, ClaimsPrincipal caller, ChatDesk desk) =>
        await desk.Chat(caller, chatId) is { } chat ? TypedResults.Ok(chat) : Problem.Of("chat_not_found");

    private static Task<Results<Ok<Listing<MessageView>>, ProblemHttpResult>> Messages(
        Guid chatId, ClaimsPrincipal caller, ChatDesk desk, IDashboardQueries queries, IOptions<RestOptions> rest, int? page, int? limit) =>
        OfChat(chatId, caller, queries, () => desk.Messages(caller, chatId, Paging.Of(page, limit, rest.Value.MaxMessagesPerPage, UsualMessages)));

    private static Task<Results<Ok<Listing<SessionView>>, ProblemHttpResult>> Sessions(Guid chatId, ClaimsPrincipal caller,
        IDashboardQueries queries, IOptions<RestOptions> rest, int? page, int? limit)
    {
        var paging = Paging.Of(page, limit, rest.Value.MaxMessagesPerPage);
        return OfChat(chatId, caller, queries, async () => paging.Answer(
            await queries.Sessions(caller.TenantId(), new(chatId), paging.Page, paging.Limit),
            session => SessionView.Of(caller.TenantId(), session)));
    }

    private static Task<Results<Ok<Listing<TimelineView>>, ProblemHttpResult>> Timeline(Guid chatId, ClaimsPrincipal caller,
        IDashboardQueries queries, IOptions<RestOptions> rest, int? page, int? limit)
    {
        var paging = Paging.Of(page, limit, rest.Value.MaxMessagesPerPage, UsualMessages);
        return OfChat(chatId, caller, queries, async () => paging.Answer(
            await queries.Timeline(caller.TenantId(), new(chatId), paging.Page, paging.Limit), TimelineView.Of));
    }

    /// <summary>An empty page and a chat that is not there are different answers.</summary>
    private static async Task<Results<Ok<Listing<T>>, ProblemHttpResult>> OfChat<T>(Guid chat, ClaimsPrincipal caller,
        IDashboardQueries queries, Func<Task<Listing<T>>> read) =>
        await queries.Chat(caller.TenantId(), new(chat)) is null ? Problem.Of("chat_not_found") : TypedResults.Ok(await read());
}
