using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>The section <c>Unipile</c>. Without <see cref="BaseUrl"/> the channel is off: every call answers <c>not_configured</c>.</summary>
public sealed partial class UnipileOptions : IValidatableObject
{
    public const string Section = "Unipile";

    /// <summary>
    /// The workspace's own address, <c>https://apiN.unipile.com:PORT</c>, or as Unipile shows it, <c>apiN.unipile.com:PORT</c>, which means https;
    /// <c>/api/v1</c> is appended.
    /// </summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>Sent as <c>X-API-KEY</c>. One key reaches every account of the workspace.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>When set, webhooks must carry it, and <c>register-webhook</c> asks Unipile to send it.</summary>
    public string WebhookSecret { get; set; } = "";

    /// <summary>After this a send counts as unclear. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>For every other call; creating an account waits for WhatsApp's QR code. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A connection that takes longer was never made, so nothing was sent. Default 5 s; read once, at the start.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Per account. WhatsApp tolerates replies well and blocks fresh numbers quickly. Default 600.</summary>
    [Range(1, 6000)]
    public int SendsPerMinute { get; set; } = 600;

    /// <summary>How many pages of 250 messages a look-up or a pull follows at most. Default 8.</summary>
    [Range(1, 1000)]
    public int MaxPages { get; set; } = 8;

    /// <summary><see cref="BaseUrl"/> with its scheme; null while not configured.</summary>
    internal string? Address
    {
        get
        {
            if (string.IsNullOrWhiteSpace(BaseUrl)) return null;
            var address = BaseUrl.Trim().TrimEnd('/');
            return HostAndPort().IsMatch(address) ? $"https://{address}" : address;
        }
    }

    /// <summary>Null while not configured.</summary>
    internal string? ApiRoot => Address is { } address ? $"{address}/api/v1" : null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Address is { } address && !ProviderHttp.IsAddress(address))
            yield return new("Unipile:BaseUrl must be an absolute http or https address, or a host with its port.", [nameof(BaseUrl)]);
        if (!ProviderHttp.IsHeader(ApiKey))
            yield return new("Unipile:ApiKey cannot be sent as a header.", [nameof(ApiKey)]);
        if (!ProviderHttp.IsHeader(WebhookSecret))
            yield return new("Unipile:WebhookSecret cannot be sent as a header.", [nameof(WebhookSecret)]);
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]*:[0-9]{1,5}\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HostAndPort();
}
