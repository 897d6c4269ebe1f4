using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>One registration: which events of which accounts go where, and with which headers.</summary>
public sealed class WebhookSubscription
{
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

    /// <summary><c>messaging</c> or <c>account_status</c>; others are kept and never have anything to tell.</summary>
    public string Source { get; }

    /// <summary>Settable, so that a restarted receiver on another port can be followed.</summary>
    public Uri RequestUrl { get; set; }

    public string? Name { get; init; }

    public bool Enabled { get; init; } = true;

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Null means the provider's default for the source.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>Null means all accounts.</summary>
    public IReadOnlyList<string>? AccountIds { get; init; }

    internal bool Wants(WebhookEvent what) =>
        Enabled && Source == what.Source
        && (AccountIds is null || AccountIds.Contains(what.AccountId))
        && (Events ?? (Source is "messaging" ? MessagingDefault : AccountStatusDefault)).Contains(what.Name, StringComparer.OrdinalIgnoreCase);

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
