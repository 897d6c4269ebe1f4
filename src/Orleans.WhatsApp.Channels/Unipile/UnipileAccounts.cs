using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>Linking a number, asking after it, letting it go.</summary>
internal sealed class UnipileAccounts(UnipileHttp http, IOptionsMonitor<UnipileOptions> options)
{
    public async Task<ConnectResult> Connect(string? knownAccount, CancellationToken stop)
    {
        if (string.IsNullOrEmpty(knownAccount)) return Linked(await Post("/accounts", stop), "");
        var again = await Post(Path(knownAccount), stop);
        return again is ProviderAnswer.Answered { Status: 404 } ? Linked(await Post("/accounts", stop), "") : Linked(again, knownAccount);
    }

    public async Task<AccountReport?> Status(string account, CancellationToken stop)
    {
        // { "object": "Account", "id", "type": "WHATSAPP", "connection_params": { "im": { "phone_number" } },
        //   "sources": [{ "id": "…_MESSAGING", "status": "OK" }] }
        var answer = await http.Call(HttpMethod.Get, Path(account), content: null, options.CurrentValue.RequestTimeout, stop);
        if (answer is not ProviderAnswer.Answered { IsSuccess: true, Body: var body }) return null;
        if (body.ValueKind != JsonValueKind.Object || !UnipileReader.IsWhatsApp(body.Text("type"u8))) return null;
        var stated = body.Field("connection_params"u8).Field("im"u8).Text("phone_number"u8);
        var phone = WhatsAppAddress.E164(stated).Or(WhatsAppAddress.E164(WhatsAppAddress.PhoneIn(stated)));
        return new(account, UnipileStatus.Worst(body.Items("sources"u8).Select(source => source.Text("status"u8))), phone);
    }

    public async Task<bool> Disconnect(string account, CancellationToken stop) =>
        await http.Call(HttpMethod.Delete, Path(account), content: null, options.CurrentValue.RequestTimeout, stop)
            is ProviderAnswer.Answered { IsSuccess: true } or ProviderAnswer.Answered { Status: 404 };

    private Task<ProviderAnswer> Post(string path, CancellationToken stop) =>
        http.Call(HttpMethod.Post, path, JsonContent.Create(new { provider = "WHATSAPP" }), options.CurrentValue.RequestTimeout, stop);

    private static string Path(string account) => $"/accounts/{Uri.EscapeDataString(account)}";

    /// <summary>
    /// <c>{ "object": "Checkpoint", "account_id", "checkpoint": { "type": "QRCODE", "qrcode": "2@…" } }</c>, or
    /// <c>{ "object": "AccountCreated", "account_id" }</c> where no checkpoint was needed.
    /// </summary>
    private static ConnectResult Linked(ProviderAnswer answer, string knownAccount)
    {
        if (answer.Failure is { } code)
            return new ConnectResult.Failed(code, answer is ProviderAnswer.Answered { Body: var problem } ? UnipileErrors.Detail(problem) : "");

        var body = ((ProviderAnswer.Answered)answer).Body;
        var account = body.Text("account_id"u8).Or(knownAccount);
        if (!ProviderId.Is(account)) return new ConnectResult.Failed("no_account_id", "");

        var checkpoint = body.Field("checkpoint"u8);
        if (checkpoint.ValueKind != JsonValueKind.Object && body.Text("object"u8) != "Checkpoint") return new ConnectResult.Linked(account, "", ChannelStatus.Ok);
        return checkpoint.Text("qrcode"u8) is { Length: > 0 } qrCode
            ? new ConnectResult.Linked(account, qrCode, ChannelStatus.Pending)
            : new ConnectResult.Failed("other_checkpoint", checkpoint.Text("type"u8));
    }
}
