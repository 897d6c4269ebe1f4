using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>Linking a profile's number, asking after it, letting it go. The profile itself is made and paid for at Wappi.</summary>
internal sealed class WappiAccounts(WappiHttp http, WappiTokens tokens, WappiSecret secret, IChannelStore store, IOptionsMonitor<WappiOptions> options)
{
    public async Task<ConnectResult> Connect(string? knownAccount, ConnectWith with, CancellationToken stop)
    {
        var profile = with.AccountId.Trim().Or(knownAccount ?? "");
        if (!ProviderId.Is(profile)) return new ConnectResult.Failed("no_account_id", "");

        // Another profile's own token is not used: it may be another tenant's.
        var given = with.Secret.Trim();
        var token = given.Length > 0 ? given : profile == knownAccount ? await tokens.Of(profile) : tokens.Installation;
        tokens.Forget(profile);
        var status = await Ask(token, profile, "/sync/get/status", stop);
        if (status.Failure is { } code) return Failed(code, status);
        if (IsAuthorized(status)) return new ConnectResult.Linked(profile, "", ChannelStatus.Ok);

        // { "status": "done", "qrCode": "data:image/png;base64,…" }; it changes every 20 to 60 s.
        var picture = await Ask(token, profile, "/sync/qr/get", stop);
        if (picture is ProviderAnswer.Answered { Status: 409 }) return new ConnectResult.Linked(profile, "", ChannelStatus.Ok);
        if (picture.Failure is { } failure) return Failed(failure, picture);
        return ((ProviderAnswer.Answered)picture).Body.Text("qrCode"u8) is { Length: > 0 } qrCode
            ? new ConnectResult.Linked(profile, qrCode, ChannelStatus.Pending)
            : new ConnectResult.Failed("no_qr_code", "");
    }

    /// <summary>
    /// <c>{ "status": "done", "profile_id", "authorized": true, "app_status": "open", "phone": "79…", "payment_expired_at", … }</c>. A profile that nobody has
    /// scanned yet and one that was signed out answer alike, so the first goes on waiting.
    /// </summary>
    public async Task<AccountReport?> Status(string profile, CancellationToken stop)
    {
        var answer = await Ask(await tokens.Of(profile), profile, "/sync/get/status", stop);
        if (answer is ProviderAnswer.Answered { Status: 402 }) return new(profile, ChannelStatus.Stopped, "");
        if (answer is ProviderAnswer.Answered { Status: 401 }) return new(profile, ChannelStatus.NeedsReconnect, "");
        if (answer is not ProviderAnswer.Answered { IsSuccess: true, Body: var body } || body.Flag("authorized"u8) is not { } isAuthorized) return null;
        if (body.Text("profile_id"u8) is { Length: > 0 } other && other != profile) return null;

        var phone = WhatsAppAddress.E164(body.Text("phone"u8));
        if (isAuthorized) return new(profile, WappiStatus.Account(body.Text("app_status"u8)) ?? ChannelStatus.Ok, phone);
        var isWaiting = (await store.Find(WappiChannel.Name, profile))?.Status is ChannelStatus.Pending;
        return new(profile, isWaiting ? ChannelStatus.Pending : ChannelStatus.NeedsReconnect, phone);
    }

    public async Task<bool> Disconnect(string profile, CancellationToken stop) =>
        await Ask(await tokens.Of(profile), profile, "/profile/logout", stop) is ProviderAnswer.Answered { IsSuccess: true } or ProviderAnswer.Answered { Status: 404 };

    /// <summary>Null when both calls were confirmed.</summary>
    public async Task<string?> RegisterWebhook(string profile, string url, CancellationToken stop)
    {
        if (!ProviderId.Is(profile)) return "no_account_id";
        if (secret.For(profile) is not { } auth) return "not_configured";
        var own = QueryHelpers.AddQueryString(url, WappiSecret.Profile, profile);
        var set = await http.Call(
            HttpMethod.Post, profile, $"/webhook/url/set?url={Uri.EscapeDataString(own)}&auth={auth}", content: null, options.CurrentValue.RequestTimeout, stop);
        if (set.Failure is { } code) return code;
        var types = await http.Call(HttpMethod.Post, profile, "/webhook/types/set", WappiHttp.Json(Types), options.CurrentValue.RequestTimeout, stop);
        return types.Failure;
    }

    private static readonly string[] Types =
    [
        "incoming_message", "outgoing_message_api", "outgoing_message_phone", "delivery_status", "authorization_status", "application_status", "incoming_call",
    ];

    private Task<ProviderAnswer> Ask(string? token, string profile, string path, CancellationToken stop) =>
        http.Call(token, HttpMethod.Get, profile, path, content: null, options.CurrentValue.RequestTimeout, stop);

    private static bool IsAuthorized(ProviderAnswer answer) => answer is ProviderAnswer.Answered { Body: var body } && body.Flag("authorized"u8) == true;

    private static ConnectResult.Failed Failed(string code, ProviderAnswer answer) =>
        new(code, answer is ProviderAnswer.Answered { Body: var body } ? WappiErrors.Detail(body) : "");
}
