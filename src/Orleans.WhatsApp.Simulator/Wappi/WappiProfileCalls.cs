using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Orleans.WhatsApp.Simulator;

/// <summary>The profile itself: its authorization, its webhook.</summary>
internal sealed class WappiProfileCalls(SimulatedWorld world)
{
    private static readonly string[] AllTypes =
        ["incoming_message", "outgoing_message_api", "outgoing_message_phone", "delivery_status", "authorization_status", "application_status", "incoming_call"];

    // One white pixel. Readers of images stop at its end, so the code that it should show can follow.
    private static readonly byte[] Picture = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==");

    public Task<IResult> Status(WappiCall call)
    {
        var profile = call.Profile;
        var webhook = world.Wappi.WebhookOf(profile);
        return Answer(new JsonObject
        {
            ["profile_id"] = profile.Id,
            ["name"] = profile.Name,
            ["authorized"] = profile.Status is AccountStatus.Ok,
            ["authorized_at"] = profile.EverConnected ? WappiTime.Text(profile.CreatedAt) : "",
            ["app_status"] = profile.Status switch
            {
                AccountStatus.Ok => "open",
                AccountStatus.Connecting => "connecting",
                _ => "close",
            },
            ["phone"] = profile.PhoneNumber is null ? "" : profile.Digits,
            ["platform"] = "android",
            ["payment_expired_at"] = WappiTime.Text(profile.CreatedAt.AddYears(1)),
            ["message_count"] = world.Chats(profile).Sum(chat => chat.Messages.Count),
            ["webhook_url"] = webhook?.RequestUrl.OriginalString ?? "",
            ["webhook_types"] = Wire.Array((webhook?.Events ?? AllTypes).Select(type => (JsonNode?)type)),
        });
    }

    /// <summary>Each call shows a new code; the one before it is worth nothing then.</summary>
    public Task<IResult> QrCode(WappiCall call)
    {
        var profile = call.Profile;
        if (profile.Status is AccountStatus.Ok) return Task.FromResult(WappiProblem.Answer(StatusCodes.Status200OK, "You are already authorized"));
        var code = profile.AskForScan();
        if (world.Wappi.ScanAfter is { } pause) _ = world.ScanLater(profile, code, pause);
        return Answer(new JsonObject
        {
            ["qrCode"] = "data:image/png;base64," + Convert.ToBase64String([.. Picture, .. Encoding.UTF8.GetBytes(code)]),
            ["task_id"] = Guid.NewGuid().ToString(),
        });
    }

    public Task<IResult> Logout(WappiCall call)
    {
        call.Profile.Become(AccountStatus.Credentials);
        return Answer(new JsonObject { ["detail"] = "Logout success" });
    }

    public Task<IResult> Check(WappiCall call)
    {
        if (call.Profile.Status is not AccountStatus.Ok) return Task.FromResult(WappiProblem.NotAuthorized);
        if (call.Query("phone") is not { } phone || !phone.Any(char.IsAsciiDigit)) return Task.FromResult(WappiProblem.Bad("phone is required"));
        return Answer(new JsonObject { ["phone"] = PhoneNumber.Digits(phone), ["on_whatsapp"] = world.Wappi.IsOnWhatsApp(PhoneNumber.Digits(phone)) });
    }

    public Task<IResult> SetUrl(WappiCall call)
    {
        Uri? url = null;
        if (call.Query("url") is { } address && !(Uri.TryCreate(address, UriKind.Absolute, out url) && url.Scheme is "http" or "https"))
            return Task.FromResult(WappiProblem.Bad("url must be an http(s) address"));
        world.Wappi.SetWebhook(call.Profile, url, call.Query("auth"));
        return Answer([]);
    }

    public Task<IResult> SetTypes(WappiCall call)
    {
        if (call.Body is not JsonArray types || types.Any(type => !AllTypes.Contains(type?.ToString())))
            return Task.FromResult(WappiProblem.Bad("the body must be an array of known types"));
        if (world.Wappi.WebhookOf(call.Profile) is null) return Task.FromResult(WappiProblem.Bad("the profile has no webhook url"));
        world.Wappi.SetWebhookTypes(call.Profile, [.. types.Select(type => type!.ToString())]);
        return Answer([]);
    }

    private Task<IResult> Answer(JsonObject body) => Task.FromResult(WappiAnswer.Done(world.Options.TimeProvider.GetUtcNow(), body));
}
