using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Sending into a chat and opening one: the calls that reach a contact's phone.</summary>
internal sealed class SendRoutes(SimulatedWorld world)
{
    private readonly WhatsAppNetwork _network = world.Network;
    private readonly UnipileScript _script = world.Unipile;
    private readonly TimeProvider _clock = world.Options.TimeProvider;
    private readonly EchoPlay _echo = new(world);

    public void Map(RouteGroupBuilder group)
    {
        group.MapPost("/chats/{id}/messages", Send);
        group.MapPost("/chats", (Delegate)Start);
    }

    private async Task<IResult> Send(string id, HttpContext context)
    {
        if (await Wire.ReadForm(context.Request) is not { } form) return UnipileProblem.Answer(StatusCodes.Status400BadRequest, "malformed_request");
        var chat = _network.FindChat(id, WhatsAppProvider.Unipile);
        var text = form["text"].FirstOrDefault();
        var fault = _script.Faults.Take(new ProviderCall(ProviderOperation.Send, chat?.Account.Id, id, text));
        if (await FaultPlay.Before(fault, context, _clock, UnipileProblem.Answer) is { } refused) return refused;

        if (chat is null) return UnipileProblem.NotFound("Chat");
        // The one guard against sending into another customer's chat; callers are meant to name the account always.
        if (form["account_id"].FirstOrDefault() is { Length: > 0 } accountId && accountId != chat.Account.Id)
            return UnipileProblem.Answer(StatusCodes.Status403Forbidden, "account_mismatch", "The chat belongs to another account.");
        if (Unsendable(chat.Account, text, form) is { } problem) return problem;
        if (int.TryParse(form["typing_duration"].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var typing))
            await Task.Delay(TimeSpan.FromMilliseconds(typing), _clock, context.RequestAborted);

        return await Accept(chat, text, form, fault, context, message => new JsonObject
        {
            ["object"] = "MessageSent",
            ["message_id"] = fault is ProviderFault.AcceptWithoutMessageId ? null : message.Id,
        });
    }

    private async Task<IResult> Start(HttpContext context)
    {
        if (await Wire.ReadForm(context.Request) is not { } form) return UnipileProblem.Answer(StatusCodes.Status400BadRequest, "malformed_request");
        var accountId = form["account_id"].FirstOrDefault();
        var text = form["text"].FirstOrDefault();
        var fault = _script.Faults.Take(new ProviderCall(ProviderOperation.StartChat, accountId, Text: text));
        if (await FaultPlay.Before(fault, context, _clock, UnipileProblem.Answer) is { } refused) return refused;

        if (accountId is null || form["attendees_ids"].FirstOrDefault() is not { } attendee)
            return UnipileProblem.Answer(StatusCodes.Status400BadRequest, "missing_parameters", "account_id and attendees_ids are required.");
        if (_network.Account(accountId, WhatsAppProvider.Unipile) is not { } account) return UnipileProblem.NotFound("Account");
        if (Unsendable(account, text, form) is { } problem) return problem;
        if (_network.ContactByProviderId(attendee) is not { } contact)
            return UnipileProblem.Answer(StatusCodes.Status422UnprocessableEntity, "invalid_recipient");

        var chat = _network.Chat(account, contact);
        return await Accept(chat, text, form, fault, context, message => new JsonObject
        {
            ["object"] = "ChatStarted",
            ["chat_id"] = chat.Id,
            ["message_id"] = fault is ProviderFault.AcceptWithoutMessageId ? null : message.Id,
        });
    }

    private static IResult? Unsendable(SimulatedAccount account, string? text, IFormCollection form)
    {
        if (account.Status is not AccountStatus.Ok)
            return UnipileProblem.Answer(StatusCodes.Status401Unauthorized, "disconnected_account", "Account is not connected.");
        return string.IsNullOrEmpty(text) && form.Files.Count is 0
            ? UnipileProblem.Answer(StatusCodes.Status400BadRequest, "missing_parameters", "text or attachments are required.")
            : null;
    }

    private async Task<IResult> Accept(
        SimulatedChat chat, string? text, IFormCollection form, ProviderFault? fault, HttpContext context, Func<SimulatedMessage, JsonObject> answer)
    {
        var quoted = form["quote_id"].FirstOrDefault() is { } quoteId ? chat.Find(quoteId) : null;
        var message = _network.FromApi(chat, new Draft(text) { Attachments = await Files(form), Quoted = quoted });
        await _echo.Play(_script.Echo, _script.EchoDelay, fault, context, () => Echo(chat, message));
        return await FaultPlay.After(fault, context, _clock, UnipileProblem.Answer) ?? Wire.Answer(answer(message), StatusCodes.Status201Created);
    }

    private async Task Echo(SimulatedChat chat, SimulatedMessage message)
    {
        await _network.Echo(chat, message);
        if (_script.ReportsDelivered) _network.Deliver(message.Id);
        if (_script.ReportsRead) _network.Read(message.Id);
    }

    private static async Task<IReadOnlyList<SimulatedAttachment>> Files(IFormCollection form)
    {
        var attachments = new List<SimulatedAttachment>();
        foreach (var file in form.Files)
        {
            attachments.Add(new SimulatedAttachment(TypeOf(file.ContentType), file.ContentType, file.FileName, await Wire.ReadFile(file)));
        }

        return attachments;
    }

    private static string TypeOf(string? mimeType) => mimeType?.Split('/')[0] switch
    {
        "image" => "img",
        "video" => "video",
        "audio" => "audio",
        _ => "file",
    };
}
