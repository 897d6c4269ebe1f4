using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Silo.Audit;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>What people do to a chat. The chat's grain decides; here its answer only becomes HTTP.</summary>
internal static class ChatActionRoutes
{
    public static void MapChatActions(this RouteGroupBuilder whatsapp)
    {
        var group = whatsapp.MapGroup("chats/{chatId:guid}").WithTags("chat actions").RequireAuthorization(Roles.Manager)
            .Refuses("chat_not_found");
        group.MapPost("takeover", TakeOver).WithName("TakeOverChat")
            .WithSummary("A person takes the chat; the AI says nothing more, save what in_flight tells of.").Refuses("no_session", "taken_over").Audited("chat.take_over");
        group.MapPost("release", Release).WithName("ReleaseChat").WithSummary("Gives the chat back to the AI.")
            .Refuses("no_session", "not_taken_over", "no_usable_agent", "window_closed").Audited("chat.release");
        group.MapPost("close", Close).WithName("CloseChat").WithSummary("Ends the session and closes the chat.").Audited("chat.close");
        group.MapPost("reopen", Reopen).WithName("ReopenChat")
            .WithSummary("Opens a closed chat; a session begins with the contact's next message.").Audited("chat.reopen");
        group.MapPost("send", Send).WithName("SendMessage")
            .WithSummary("""
                Sends a person's message; only in human mode, but for a template where nobody waits. 409 speaker_moved says who acted since expected_epoch, and when;
                409 window_closed since when the channel takes only templates.
                """)
            .Refuses(
                "empty_text", "text_too_long", "invalid_text", "invalid_client_message_id", "invalid_content", "content_not_supported", "not_in_human_mode", "speaker_moved",
                "window_closed")
            .Audited("chat.send");
        group.MapPost("answer-now", AnswerNow).WithName("AnswerChatNow")
            .WithSummary("Ends the grace period of a waiting chat: the AI is asked at once. 409 speaker_moved as for send.")
            .Refuses("not_waiting", "no_usable_agent", "speaker_moved", "window_closed").Audited("chat.answer_now");
        group.MapPost("extend-grace", ExtendGrace).WithName("ExtendGrace").WithSummary("Gives people longer before the AI answers.")
            .Refuses("invalid_seconds", "not_waiting", "grace_too_long").Audited("chat.extend_grace");
        group.MapPost("messages/{messageId:guid}/resolve", Resolve).WithName("ResolveMessage")
            .WithSummary("A person's word on a message that was maybe sent.").Refuses("not_unclear").Audited("chat.resolve_message");
    }

    private static async Task<Results<Ok<TakenOverChat>, ProblemHttpResult>> TakeOver(Guid chatId, ClaimsPrincipal caller, ChatDesk desk)
    {
        var outcome = await desk.Act(caller, chatId, new ChatAction.TakeOver(caller.UserId().Value, caller.DisplayName()));
        if (!outcome.IsDone) return Refusals.Of(outcome);
        var isInFlight = await desk.IsStillInFlight(caller, chatId);
        return TypedResults.Ok(TakenOverChat.Of((await desk.Chat(caller, chatId))!, isInFlight));
    }

    private static Task<Results<Ok<ChatView>, ProblemHttpResult>> Release(Guid chatId, ReleaseRequest? release, ClaimsPrincipal caller,
        ChatDesk desk) =>
        Act(desk, caller, chatId, new ChatAction.Release(caller.UserId().Value, release?.Immediate ?? false));

    private static Task<Results<Ok<ChatView>, ProblemHttpResult>> Close(Guid chatId, ClaimsPrincipal caller, ChatDesk desk) =>
        Act(desk, caller, chatId, new ChatAction.Close(caller.UserId().Value));

    private static Task<Results<Ok<ChatView>, ProblemHttpResult>> Reopen(Guid chatId, ClaimsPrincipal caller, ChatDesk desk) =>
        Act(desk, caller, chatId, new ChatAction.Reopen(caller.UserId().Value));

    private static async Task<Results<Ok<MessageView>, ProblemHttpResult>> Send(Guid chatId, SendRequest send, ClaimsPrincipal caller,
        ChatDesk desk)
    {
        var content = send.Content?.AsContent();
        if (content is not null && await desk.WhyNotSendable(caller, chatId, content) is { } fault) return Problem.Of(fault);

        // The API shows a person's message under the user's id, so that is the name it is stored with.
        var outcome = await desk.Act(caller, chatId, new ChatAction.Send(
            caller.UserId().Value, caller.UserId().ToString(), content?.AsText() ?? send.Text!, send.ClientMessageId ?? "", send.ExpectedEpoch)
        {
            Content = ChatStateJson.WriteContent(content),
        });
        if (!outcome.IsDone) return Refusals.Of(outcome, await desk.NameOf(caller, outcome.MovedByUser));
        return TypedResults.Ok(await desk.Message(caller, outcome.Message!.Value)
            ?? throw new InvalidOperationException("A sent message is not stored."));
    }

    private static Task<Results<Ok<ChatView>, ProblemHttpResult>> AnswerNow(Guid chatId, AnswerNowRequest? answer, ClaimsPrincipal caller,
        ChatDesk desk) =>
        Act(desk, caller, chatId, new ChatAction.AnswerNow(caller.UserId().Value, answer?.ExpectedEpoch));

    private static Task<Results<Ok<ChatView>, ProblemHttpResult>> ExtendGrace(Guid chatId, ExtendGraceRequest? extend, ClaimsPrincipal caller,
        ChatDesk desk) =>
        Act(desk, caller, chatId, new ChatAction.ExtendGrace(caller.UserId().Value, (extend ?? new ExtendGraceRequest()).Seconds));

    private static Task<Results<Ok<ChatView>, ProblemHttpResult>> Resolve(Guid chatId, Guid messageId, ResolveRequest resolve,
        ClaimsPrincipal caller, ChatDesk desk) =>
        Act(desk, caller, chatId, new ChatAction.SettleSend(caller.UserId().Value, messageId, resolve.SendAgain));

    private static async Task<Results<Ok<ChatView>, ProblemHttpResult>> Act(ChatDesk desk, ClaimsPrincipal caller, Guid chat,
        ChatAction action)
    {
        var outcome = await desk.Act(caller, chat, action);
        return outcome.IsDone ? TypedResults.Ok((await desk.Chat(caller, chat))!) : Refusals.Of(outcome, await desk.NameOf(caller, outcome.MovedByUser));
    }
}
