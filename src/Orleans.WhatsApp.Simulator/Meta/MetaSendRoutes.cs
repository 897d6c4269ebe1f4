using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.WhatsApp.Simulator;

/// <summary><c>POST /{phone_number_id}/messages</c>: sends, and marks as read.</summary>
internal sealed class MetaSendRoutes(SimulatedWorld world, MetaGate gate)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    private readonly WhatsAppNetwork _network = world.Network;
    private readonly MetaScript _script = world.Meta;
    private readonly TimeProvider _clock = world.Options.TimeProvider;
    private readonly EchoPlay _echo = new(world);
    private readonly MetaLinks _links = new(world);

    public void Map(IEndpointRouteBuilder graph) => graph.MapPost("/{id}/messages", Post);

    private async Task<IResult> Post(string id, HttpContext context)
    {
        var body = await Wire.ReadObject(context.Request);
        var marks = body?.String("status") is not null;
        var call = new ProviderCall(marks ? ProviderOperation.MarkRead : ProviderOperation.Send, id, Text: body?.Object("text")?.String("body"));
        var fault = _script.Faults.Take(call);
        if (await FaultPlay.Before(fault, context, _clock, MetaProblem.Answer) is { } refused) return refused;

        if (gate.Open(id, context.Request, out var refusal) is not { } account) return refusal!.Answer();
        if (body is null) return new MetaProblem(100, "The body must be a JSON object.").Answer();
        if (body.String("messaging_product") is not "whatsapp") return MetaProblem.Missing("messaging_product").Answer();
        var answer = marks ? MarkRead(account, body) : await Send(account, body, fault, context);
        return await FaultPlay.After(fault, context, _clock, MetaProblem.Answer) ?? answer;
    }

    private IResult MarkRead(SimulatedAccount account, JsonObject body)
    {
        if (body.String("status") is not "read") return new MetaProblem(131009, "status must be 'read'.").Answer();
        if (body.String("message_id") is not { } messageId) return MetaProblem.Missing("message_id").Answer();
        if (!_network.TryFindMessage(messageId, out var chat, out var message) || chat.Account != account || message.FromBusiness)
            return new MetaProblem(100, "Invalid parameter: message_id is no message that was received.").Answer();
        _network.ReadByBusiness(messageId);
        _script.Marked(new ReadMark(account.Id, messageId, body.ContainsKey("typing_indicator"), _clock.GetUtcNow()));
        return Wire.Answer(new JsonObject { ["success"] = true });
    }

    private async Task<IResult> Send(SimulatedAccount account, JsonObject body, ProviderFault? fault, HttpContext context)
    {
        if (Recipient(account, body, out var problem) is not { } contact) return problem!.Answer();
        var chat = _network.Chat(account, contact);
        var outgoing = new MetaOutgoing(_script, account, chat);
        if (outgoing.Read(body) is not { } draft) return outgoing.Problem!.Answer();
        if (draft.Content is MessageContent.Template template && _script.TemplateError(template) is { } error) return new MetaProblem(error).Answer();

        var closed = IsClosed(chat) && draft.Content is not MessageContent.Template;
        if (closed && _script.OutsideWindow is ClosedWindow.Refused) return new MetaProblem(131047).Answer();
        var failure = closed && _script.OutsideWindow is ClosedWindow.FailedStatus ? 131047 : _script.TakeFailure();
        if (outgoing.Link is { } link)
        {
            if (await _links.Fetch(link, context.RequestAborted) is { } file) draft = draft with { Attachments = [file] };
            else failure ??= 131053;
        }

        var message = _network.FromApi(chat, draft with { Fails = failure is not null });
        if (outgoing.ReactsTo is { } reaction && failure is null) _network.ReactFromBusiness(reaction.MessageId, reaction.Emoji);
        await _echo.Play(_script.StatusTiming, _script.StatusDelay, fault, context, () => TellStatuses(chat, message, failure));
        return Wire.Answer(Accepted(body, contact, message, fault));
    }

    private Task TellStatuses(SimulatedChat chat, SimulatedMessage message, int? failure)
    {
        var statuses = failure is { } code ? [MetaStatus.Failed(code)] : _script.StatusPlan?.Invoke(message) ?? _script.Statuses;
        // All at once, the courier keeps their order: one that waits in a batch must not hold up those that would fill it.
        return Task.WhenAll(statuses.Select(status => _script.Tell(chat, message, status)).ToArray());
    }

    /// <summary>A number in <c>to</c>, or a person's id in <c>recipient</c>.</summary>
    private SimulatedContact? Recipient(SimulatedAccount account, JsonObject body, out MetaProblem? problem)
    {
        problem = null;
        if (body.String("recipient") is { } userId)
        {
            if (world.Contacts.FirstOrDefault(contact => contact.UserId == userId) is { } known) return known;
            problem = new MetaProblem(131009, "recipient is no user ID of a person who has written to this business.");
            return null;
        }

        if (body.String("to") is not { Length: > 0 } to)
        {
            problem = MetaProblem.Missing("to");
            return null;
        }

        var digits = to.TrimStart('+');
        if (digits.Length is < 7 or > 15 || !digits.All(char.IsAsciiDigit)) problem = new MetaProblem(131009, "to is not a valid WhatsApp number.");
        else if (digits == account.Digits) problem = new MetaProblem(131021);
        return problem is null ? _network.Contact(digits) : null;
    }

    private bool IsClosed(SimulatedChat chat) =>
        _clock.GetUtcNow() - (chat.Messages.LastOrDefault(message => message is { FromBusiness: false, EventType: null })?.At ?? DateTimeOffset.MinValue) > Window;

    private static JsonObject Accepted(JsonObject body, SimulatedContact contact, SimulatedMessage message, ProviderFault? fault)
    {
        var person = new JsonObject { ["input"] = body.String("to") ?? body.String("recipient") };
        person.Put("wa_id", MetaPeople.Number(contact));
        person.Put("user_id", MetaPeople.UserId(contact));
        var sent = new JsonObject { ["id"] = message.Id };
        if (message.Content is MessageContent.Template) sent["message_status"] = "accepted";
        return new JsonObject
        {
            ["messaging_product"] = "whatsapp",
            ["contacts"] = new JsonArray(person),
            ["messages"] = fault is ProviderFault.AcceptWithoutMessageId ? new JsonArray() : new JsonArray(sent),
        };
    }
}
