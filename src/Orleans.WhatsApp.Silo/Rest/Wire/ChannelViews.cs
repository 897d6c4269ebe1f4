using System.Text.Json.Serialization;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Silo.Audit;
using Orleans.WhatsApp.Silo.Webhooks;

namespace Orleans.WhatsApp.Silo.Rest.Wire;

/// <param name="Provider">unipile, meta or wappi.</param>
/// <param name="LiveSend">Whether the business may begin something by itself here.</param>
/// <param name="LiveSendSetting">What the tenant has set; null as the installation says.</param>
/// <param name="IsConfigured">Whether the installation has what it takes to reach this provider; a number's own token does not count.</param>
/// <param name="WebhookUrl">Where this provider reaches the installation; null where its public address is not set.</param>
internal sealed record ChannelDetails(
    string Provider, ChannelStatus Status, string? AccountId, string? Phone, DateTimeOffset? LinkedAt, bool LiveSend, bool? LiveSendSetting, bool IsConfigured,
    string? WebhookUrl, ChannelCan Can)
{
    public static ChannelDetails Of(ChannelView number, IChannel channel, WebhookOptions webhooks) => new(
        number.Provider, number.Status, number.AccountId.Length > 0 ? number.AccountId : null, number.Phone.Length > 0 ? number.Phone : null, number.LinkedAt,
        number.AllowsLiveSend, number.LiveSendSetting, channel.IsConfigured, webhooks.AddressOf(channel.Provider), ChannelCan.Of(channel.Abilities));
}

/// <param name="WindowSeconds">How long after the contact's last message free text may be sent; null for ever.</param>
/// <param name="NeedsAccount">Connecting takes the account's id and token instead of a QR code.</param>
internal sealed record ChannelCan(bool Buttons, bool Lists, bool Templates, bool Media, int? WindowSeconds, bool NeedsAccount)
{
    public static ChannelCan Of(ChannelAbilities abilities) => new(
        abilities.Buttons, abilities.Lists, abilities.Templates, abilities.Media, abilities.Window is { } window ? (int)window.TotalSeconds : null, abilities.NeedsAccount);
}

/// <param name="LiveSend">False switches off what the business begins by itself; true and null leave it to the installation.</param>
internal sealed record ChannelRequest(bool? LiveSend = null) : ISaysWhatIsAudited
{
    object ISaysWhatIsAudited.Detail => new { live_send = LiveSend?.ToString() ?? "installation" };
}

/// <param name="Provider">unipile, meta or wappi.</param>
/// <param name="AccountId">Meta's phone number id or Wappi's profile id; nothing where a QR code is scanned.</param>
/// <param name="AccessToken">The account's own token; kept sealed, never shown. Nothing where the installation's serves.</param>
internal sealed record ConnectRequest(string Provider = GrainAddresses.Provider, string? AccountId = null, string? AccessToken = null) : IChecked, ISaysWhatIsAudited
{
    private const int MostCharacters = 2_000;

    [JsonIgnore]
    public string? Fault => Texts.AreLines(MostCharacters, Provider, AccountId ?? "-", AccessToken ?? "-") ? null : "invalid_account";

    object ISaysWhatIsAudited.Detail => new { Provider, AccountId, has_token = AccessToken is not null };

    public ConnectWith AsAccount() => new(AccountId?.Trim() ?? "", AccessToken?.Trim() ?? "");
}

internal sealed record DisconnectRequest(string Provider = GrainAddresses.Provider) : ISaysWhatIsAudited
{
    object ISaysWhatIsAudited.Detail => new { Provider };
}
