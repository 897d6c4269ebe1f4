using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.WhatsApp.Simulator;

/// <summary>What people do on their phones, as a shell writes it.</summary>
internal sealed class ControlContacts(SimulatedWorld world)
{
    public void Map(RouteGroupBuilder sim)
    {
        sim.MapPost("/contacts/{phone}/write", Write);
        sim.MapGet("/contacts/{phone}/received", (string phone) =>
            Wire.Answer(ControlJson.Items(world.Contact(phone).Received.Select(ControlJson.Received))));
        sim.MapPost("/contacts/{phone}/tap", Tap);
        sim.MapPost("/contacts/{phone}/react", (string phone, HttpRequest request) =>
            Act(phone, request, (contact, id, body) => contact.React(id, body.String("emoji") ?? "")));
        sim.MapPost("/contacts/{phone}/edit", (string phone, HttpRequest request) =>
            Act(phone, request, (contact, id, body) => contact.Edit(Message(id), ControlJson.Required(body, "text"))));
        sim.MapPost("/contacts/{phone}/delete", (string phone, HttpRequest request) =>
            Act(phone, request, (contact, id, _) => contact.Delete(Message(id))));
        sim.MapPost("/contacts/{phone}/read", (string phone, HttpRequest request) =>
            Act(phone, request, (contact, id, _) => contact.Read(id)));
        sim.MapPost("/phone/{accountId}/write", WriteFromPhone);
    }

    private async Task<IResult> Write(string phone, HttpRequest request)
    {
        var body = await ControlJson.Body(request);
        var contact = world.Contact(phone, body.String("name"));
        if (Enum.TryParse<ContactAddress>(body.String("shown_as"), ignoreCase: true, out var shownAs)) contact.ShownAs = shownAs;
        var to = body.String("account_id") is { } id ? world.Account(id) : null;
        return Wire.Answer(ControlJson.Written(Send(contact, to, body)), StatusCodes.Status201Created);
    }

    private SimulatedMessage Send(SimulatedContact contact, SimulatedAccount? to, JsonObject body) => (body.String("kind") ?? "text") switch
    {
        "text" when body.String("reply_to") is { } quoted => contact.Reply(Message(quoted), ControlJson.Required(body, "text")),
        "text" => contact.Write(ControlJson.Required(body, "text"), to),
        "location" => contact.Send(new MessageContent.Location(
            body.Fraction("latitude") ?? 41.0082, body.Fraction("longitude") ?? 28.9784, body.String("place"), body.String("address")), to),
        "contact" => contact.Send(new MessageContent.ContactCard(body.String("card_name") ?? "Veli Kaya", body.String("card_phone") ?? "+905557654321"), to),
        "order" => contact.Send(new MessageContent.Order(
            body.String("catalog_id") ?? "catalog-1", body.String("product_id") ?? "sku-1", body.Integer("quantity") ?? 1, 10m, "TRY"), to),
        "unsupported" => contact.Send(new MessageContent.Unsupported(body.String("type") ?? "poll"), to),
        "call" => contact.MissCall(to),
        "group" => contact.WriteInGroup(body.String("subject") ?? "Group", ControlJson.Required(body, "text"), to),
        var kind => contact.Send(File(kind, body), body.String("text"), to),
    };

    private static SimulatedAttachment File(string kind, JsonObject body)
    {
        var content = body.String("file_b64") is { } encoded ? ControlJson.Bytes(encoded) : [1, 2, 3, 4];
        var name = body.String("file_name");
        var file = kind switch
        {
            "image" => SimulatedAttachment.Image(content, name ?? "photo.jpg"),
            "video" => SimulatedAttachment.Video(content, name ?? "video.mp4"),
            "voice" => SimulatedAttachment.Voice(content),
            "document" => SimulatedAttachment.File(content, name ?? "document.pdf"),
            "sticker" => SimulatedAttachment.Sticker(content),
            _ => throw new ArgumentException(
                $"kind '{kind}' is unknown: text, image, video, voice, document, sticker, location, contact, order, unsupported, call, group."),
        };
        return body.String("mime_type") is { } mimeType ? file with { MimeType = mimeType } : file;
    }

    private async Task<IResult> Tap(string phone, HttpRequest request)
    {
        var body = await ControlJson.Body(request);
        var contact = world.Contact(phone);
        var messageId = body.String("message_id") ?? contact.Received.LastOrDefault(message => message.Content?.Offers.Options.Count > 0)?.MessageId
            ?? throw new ArgumentException("Nothing on this phone can be tapped.");
        return Wire.Answer(ControlJson.Written(contact.Tap(messageId, ControlJson.Required(body, "choice"))), StatusCodes.Status201Created);
    }

    private async Task<IResult> Act(string phone, HttpRequest request, Action<SimulatedContact, string, JsonObject> act)
    {
        var body = await ControlJson.Body(request);
        act(world.Contact(phone), ControlJson.Required(body, "message_id"), body);
        return Results.NoContent();
    }

    private async Task<IResult> WriteFromPhone(string accountId, HttpRequest request)
    {
        var body = await ControlJson.Body(request);
        var message = world.Phone(world.Account(accountId)).Write(world.Contact(ControlJson.Required(body, "to")), ControlJson.Required(body, "text"));
        return Wire.Answer(ControlJson.Written(message), StatusCodes.Status201Created);
    }

    private SimulatedMessage Message(string id) =>
        world.Network.TryFindMessage(id, out _, out var message) ? message : throw new ArgumentException($"No message {id}.");
}
