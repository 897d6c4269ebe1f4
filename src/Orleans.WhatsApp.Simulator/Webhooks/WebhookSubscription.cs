using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>One registration: which events of which accounts go where, and with which headers.</summary>
public sealed class WebhookSubscription
{
    /// <summary>The object that Meta's deliveries name.</summary>
    public const string MetaSource = "whatsapp_business_account";

    public const string WappiSource = "wappi";

    private static readonly string[] MessagingDefault = ["message_received"];

    // The provider's default leaves out ok, connecting and stopped; whoever wants them lists them.
    private static readonly string[] AccountStatusDefault =
        ["creation_success", "creation_fail", "deleted", "reconnected", "sync_success", "error", "credentials", "permissions"];

    public WebhookSubscription(string source, Uri requestUrl)
    {
        Source = source;
        RequestUrl = requestUrl;
    }

    public string Id { get; } = Ids.New();

    /// <summary>
    /// Unipile's <c>messaging</c> or <c>account_status</c>, <see cref="MetaSource"/>, <see cref="WappiSource"/>;
    /// others are kept and never have anything to tell.
    /// </summary>
    public string Source { get; }

    /// <summary>Settable, so that a restarted receiver on another port can be followed.</summary>
    public Uri RequestUrl { get; set; }

    public string? Name { get; init; }

    public bool Enabled { get; init; } = true;

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Null means the provider's default for the source; with Meta and Wappi, everything.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>Null means all accounts.</summary>
    public IReadOnlyList<string>? AccountIds { get; init; }

    internal WebhookManner Manner { get; init; } = WebhookManner.Unipile;

    internal bool IsUnipile => Source is not (MetaSource or WappiSource);

    internal bool Wants(WebhookEvent what) => Wants(what.Source, what.Name, what.AccountId);

    internal bool Wants(string source, string name, string accountId) =>
        Enabled && Source == source
        && (AccountIds is null || AccountIds.Contains(accountId))
        && (Events ?? Default) is var events && (events is null || events.Contains(name, StringComparer.OrdinalIgnoreCase));

    private string[]? Default => IsUnipile ? Source is "messaging" ? MessagingDefault : AccountStatusDefault : null;

    internal JsonObject ToJson() => new()
    {
        ["object"] = "Webhook",
        ["id"] = Id,
        ["source"] = Source,
        ["request_url"] = RequestUrl.OriginalString,
        ["name"] = Name,
        ["enabled"] = Enabled,
        ["events"] = Events is null ? null : Wire.Array(Events.Select(name => (JsonNode?)name)),
        ["account_ids"] = AccountIds is null ? null : Wire.Array(AccountIds.Select(id => (JsonNode?)id)),
        ["headers"] = Wire.Array(Headers.Select(header => new JsonObject { ["key"] = header.Key, ["value"] = header.Value })),
    };
}
