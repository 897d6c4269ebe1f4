using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.WhatsApp.Simulator;

/// <summary>How Meta, Wappi and the speech-to-text services behave, as a shell writes it.</summary>
internal sealed class ControlProviders(SimulatedWorld world)
{
    public void Map(RouteGroupBuilder sim)
    {
        sim.MapPost("/meta", (Delegate)SetMeta);
        sim.MapPost("/meta/verify", (Delegate)Verify);
        sim.MapPost("/wappi", (Delegate)SetWappi);
        sim.MapPost("/speech", (Delegate)SetSpeech);
        sim.MapPost("/statuses", (Delegate)TellStatus);
        sim.MapPost("/accounts/{id}/webhook", SetWebhook);
    }

    private async Task<IResult> SetMeta(HttpRequest request)
    {
        var body = await ControlJson.Body(request);
        var meta = world.Meta;
        if (ControlJson.Texts(body, "statuses") is { } statuses) meta.Statuses = [.. statuses.Select(MetaStatus.Parse)];
        if (Enum.TryParse<EchoTiming>(body.String("status_timing"), ignoreCase: true, out var timing)) meta.StatusTiming = timing;
        if (body.Integer("status_delay_ms") is { } delay) meta.StatusDelay = TimeSpan.FromMilliseconds(delay);
        if (ControlJson.Word<ClosedWindow>(body, "outside_window") is { } window) meta.OutsideWindow = window;
        if (body.Integer("refuse_next") is { } refused) meta.RefuseNext(refused, body.Integer("count") ?? 1);
        if (body.Integer("fail_next") is { } failed) meta.FailNext(failed, body.Integer("count") ?? 1);
        if (ControlJson.Word<SignatureKind>(body, "sign_next") is { } signature) meta.SignNext(signature, body.Integer("count") ?? 1);
        if (body.Integer("batch_next") is { } events) meta.BatchNext(events);
        if (body.Flag("send_batch") is true) await meta.SendBatch();
        return Results.NoContent();
    }

    private async Task<IResult> Verify(HttpRequest request)
    {
        var body = await ControlJson.Body(request);
        return Wire.Answer(new JsonObject { ["confirmed"] = await world.Meta.Verify(Address(body), body.String("verify_token") ?? "") });
    }

    private async Task<IResult> SetWappi(HttpRequest request)
    {
        var body = await ControlJson.Body(request);
        var wappi = world.Wappi;
        if (ControlJson.Texts(body, "statuses") is { } statuses) wappi.Statuses = statuses;
        if (Enum.TryParse<EchoTiming>(body.String("echo"), ignoreCase: true, out var echo)) wappi.Echo = echo;
        if (body.Integer("echo_delay_ms") is { } delay) wappi.EchoDelay = TimeSpan.FromMilliseconds(delay);
        if (body.Flag("echoes_as_incoming") is { } incoming) wappi.EchoesAsIncoming = incoming;
        if (body.Flag("status_as_object") is { } asObject) wappi.StatusAsObject = asObject;
        if (body.Flag("webhooks_off") is { } off) wappi.WebhooksOff = off;
        if (body.Flag("crosses_answers") is { } crosses) wappi.CrossesAnswers = crosses;
        if (body.Integer("scan_after_ms") is { } scan) wappi.ScanAfter = TimeSpan.FromMilliseconds(scan);
        if (body.String("has_no_whatsapp") is { } phone) wappi.HasNoWhatsApp(phone);
        return Results.NoContent();
    }

    private async Task<IResult> SetSpeech(HttpRequest request)
    {
        var body = await ControlJson.Body(request);
        if (body.String("text") is { } text)
        {
            if (body.String("audio_b64") is { } audio) world.Speech.Says(ControlJson.Bytes(audio), text);
            else world.Speech.Says(text);
        }

        if (ControlJson.Word<SpeechOutcome>(body, "answer_next") is { } outcome) world.Speech.AnswerNext(outcome, body.Integer("count") ?? 1);
        return Results.NoContent();
    }

    private async Task<IResult> TellStatus(HttpRequest request)
    {
        var body = await ControlJson.Body(request);
        var (id, status) = (ControlJson.Required(body, "message_id"), ControlJson.Required(body, "status"));
        if (!world.Network.TryFindMessage(id, out var chat, out _)) throw new ArgumentException($"No message {id}.");
        await (chat.Account.Provider switch
        {
            WhatsAppProvider.Meta => world.Meta.Tell(id, MetaStatus.Parse(status)),
            WhatsAppProvider.Wappi => world.Wappi.Tell(id, status),
            _ => throw new ArgumentException("Unipile tells no statuses: let the contact read the message."),
        });
        return Results.NoContent();
    }

    private async Task<IResult> SetWebhook(string id, HttpRequest request)
    {
        var body = await ControlJson.Body(request);
        var account = world.Account(id);
        switch (account.Provider)
        {
            case WhatsAppProvider.Meta:
                world.Meta.Subscribe(Address(body), body.String("app_secret"), account);
                break;
            case WhatsAppProvider.Wappi:
                world.Wappi.SetWebhook(account, Address(body), body.String("authorization"));
                break;
            default:
                throw new ArgumentException("Unipile's webhooks are registered through its own interface.");
        }

        return Results.NoContent();
    }

    private static Uri Address(JsonObject body) => Uri.TryCreate(body.String("url"), UriKind.Absolute, out var url)
        ? url
        : throw new ArgumentException("url must be an absolute address.");
}
