using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.WhatsApp.Simulator;

/// <summary>What can be read back: chats, messages, files.</summary>
internal sealed class ChatRoutes(SimulatedWorld world)
{
    private readonly WhatsAppNetwork _network = world.Network;

    public void Map(RouteGroupBuilder group)
    {
        group.MapGet("/chats", Chats);
        group.MapGet("/chats/{id}", (string id, HttpRequest request) => With(id, request, chat => Wire.Answer(UnipileJson.Chat(chat))));
        group.MapPatch("/chats/{id}", (string id, HttpRequest request) =>
            With(id, request, _ => Wire.Answer(new JsonObject { ["object"] = "ChatPatched" })));
        group.MapGet("/chats/{id}/messages", (string id, HttpRequest request) =>
            With(id, request, chat => Messages(request, chat.Messages.Select(message => (chat, message)))));
        group.MapGet("/chats/{id}/attendees", (string id, HttpRequest request) => With(id, request, chat => Wire.Answer(new JsonObject
        {
            ["object"] = "ChatAttendeeList",
            ["items"] = new JsonArray(UnipileJson.Attendee(chat)),
            ["cursor"] = null,
        })));
        group.MapGet("/messages", AccountMessages);
        group.MapGet("/messages/{id}", (string id) => _network.TryFindMessage(id, out var chat, out var message)
            && chat.Account.Provider is WhatsAppProvider.Unipile
            ? Wire.Answer(UnipileJson.Message(chat, message))
            : UnipileProblem.NotFound("Message"));
        group.MapGet("/messages/{id}/attachments/{attachmentId}", Download);
    }

    private IResult Chats(HttpRequest request)
    {
        if (UnipilePage.Read(request.Query, out var refusal) is not { } page) return refusal!;
        var accounts = request.Query["account_id"].ToString() is { Length: > 0 } ids ? ids.Split(',') : null;
        var rows = _network.ChatsOf(WhatsAppProvider.Unipile)
            .Where(chat => accounts is null || accounts.Contains(chat.Account.Id))
            .Select(chat => (chat, last: chat.Last))
            .Where(row => row.last is not null);
        return Wire.Answer(page.List("ChatList", rows, row => row.last!.Sequence, row => row.last!.At, row => UnipileJson.Chat(row.chat)));
    }

    private IResult AccountMessages(HttpRequest request)
    {
        var accountId = request.Query["account_id"].ToString();
        if (accountId.Length > 0 && _network.Account(accountId, WhatsAppProvider.Unipile) is null) return UnipileProblem.NotFound("Account");
        return Messages(request, _network.ChatsOf(WhatsAppProvider.Unipile)
            .Where(chat => accountId.Length is 0 || chat.Account.Id == accountId)
            .SelectMany(chat => chat.Messages.Select(message => (chat, message))));
    }

    private static IResult Messages(HttpRequest request, IEnumerable<(SimulatedChat Chat, SimulatedMessage Message)> rows)
    {
        if (UnipilePage.Read(request.Query, out var refusal) is not { } page) return refusal!;
        if (request.Query["sender_id"].ToString() is { Length: > 0 } sender)
            rows = rows.Where(row => (row.Message.FromBusiness ? row.Chat.Account.ProviderId : row.Chat.Contact.ProviderId) == sender);
        return Wire.Answer(page.List(
            "MessageList", rows, row => row.Message.Sequence, row => row.Message.At, row => UnipileJson.Message(row.Chat, row.Message)));
    }

    private IResult Download(string id, string attachmentId)
    {
        if (!_network.TryFindMessage(id, out _, out var message)) return UnipileProblem.NotFound("Message");
        var attachment = message.Attachments.FirstOrDefault(attachment => attachment.Id == attachmentId);
        return attachment is { Unavailable: false }
            ? Results.Bytes(attachment.Content, attachment.MimeType)
            : UnipileProblem.NotFound("Attachment");
    }

    /// <summary>A chat is known by our id, and with an account id also by the provider's.</summary>
    private IResult With(string id, HttpRequest request, Func<SimulatedChat, IResult> answer)
    {
        var accountId = request.Query["account_id"].ToString();
        var chat = _network.FindChat(id, WhatsAppProvider.Unipile) ?? (accountId.Length is 0
            ? null
            : _network.ChatsOf(WhatsAppProvider.Unipile).FirstOrDefault(chat => chat.Account.Id == accountId && chat.ProviderId == id));
        return chat is null ? UnipileProblem.NotFound("Chat") : answer(chat);
    }
}
