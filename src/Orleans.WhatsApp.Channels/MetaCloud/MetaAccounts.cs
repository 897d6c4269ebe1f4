using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>A number that is registered at Meta already: a token that may read it proves that it is the caller's.</summary>
internal sealed class MetaAccounts(MetaHttp http, MetaTokens tokens, IOptionsMonitor<MetaOptions> options)
{
    public async Task<ConnectResult> Connect(string? knownAccount, ConnectWith with, CancellationToken stop)
    {
        var account = with.AccountId.Trim().Or(knownAccount ?? "");
        if (!ProviderId.Is(account)) return new ConnectResult.Failed("no_account_id", "");
        // A stored token answers for the number that it was given for, and for no other one.
        var known = account == knownAccount ? await tokens.Of(account) ?? "" : tokens.Installation;
        if (with.Secret.Trim().Or(known) is not { Length: > 0 } token) return new ConnectResult.Failed("not_configured", "");

        var answer = await Ask(token, account, stop);
        if (answer.Failure is { } code) return new ConnectResult.Failed(code, answer is ProviderAnswer.Answered failed ? MetaErrors.Detail(failed.Body) : "");
        var body = ((ProviderAnswer.Answered)answer).Body;
        if (body.Text("id"u8) != account) return new ConnectResult.Failed("no_such_number", "");
        tokens.Forget(account);
        return new ConnectResult.Linked(account, "", StatusOf(body.Text("status"u8)));
    }

    public async Task<AccountReport?> Status(string account, CancellationToken stop)
    {
        if (!ProviderId.Is(account) || await tokens.Of(account) is not { } token) return null;
        return await Ask(token, account, stop) switch
        {
            ProviderAnswer.Answered { IsSuccess: true, Body: var body } when body.Text("id"u8) == account =>
                new AccountReport(account, StatusOf(body.Text("status"u8)), PhoneNumber.Of(body.Text("display_phone_number"u8).Trim())),
            ProviderAnswer.Answered { IsSuccess: false } failed when MetaErrors.Classify(failed.Status, failed.Body) is SendResult.Postponed { Account: { } status } =>
                new AccountReport(account, status, ""),
            _ => null,
        };
    }

    /// <summary><c>{ "verified_name", "display_phone_number": "+1 631-555-3601", "status"?: "CONNECTED", "id" }</c></summary>
    private Task<ProviderAnswer> Ask(string token, string account, CancellationToken stop) => http.CallWith(
        token, HttpMethod.Get, $"/{Uri.EscapeDataString(account)}?fields=id,display_phone_number,verified_name,status", content: null, options.CurrentValue.RequestTimeout, stop);

    /// <summary>A number that is flagged or slowed down still sends. A word we do not know stops nothing.</summary>
    private static ChannelStatus StatusOf(string word) => word.ToUpperInvariant() switch
    {
        "BANNED" or "RESTRICTED" => ChannelStatus.Stopped,
        "DISCONNECTED" or "DELETED" or "MIGRATED" => ChannelStatus.NeedsReconnect,
        _ => ChannelStatus.Ok,
    };
}
