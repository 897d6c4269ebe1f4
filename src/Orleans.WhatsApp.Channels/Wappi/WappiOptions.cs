using System.ComponentModel.DataAnnotations;

namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>The section <c>Wappi</c>. A profile without a token of its own and without <see cref="Token"/> is off: every call answers <c>not_configured</c>.</summary>
public sealed class WappiOptions : IValidatableObject
{
    public const string Section = "Wappi";

    /// <summary>Default <c>https://wappi.pro</c>; <c>/api</c> is appended.</summary>
    public string BaseUrl { get; set; } = "https://wappi.pro";

    /// <summary>Sent as <c>Authorization</c>, with no word before it, for profiles that were linked without a token of their own.</summary>
    public string Token { get; set; } = "";

    /// <summary>What <see cref="WappiSecret"/> makes of it, webhooks must carry as <c>Authorization</c>. Without it they are refused.</summary>
    public string WebhookSecret { get; set; } = "";

    /// <summary>Per profile. A linked device that writes faster is soon banned. Default 20.</summary>
    [Range(1, 600)]
    public int SendsPerMinute { get; set; } = 20;

    /// <summary>How often a profile is asked for news. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan PollEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>After this a send counts as unclear; so long it waits for the profile's other calls at most. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>For every other call, and for sending files. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A connection that takes longer was never made, so nothing was sent. Default 5 s; read once, at the start.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many pages of 100 chats or messages a look-up, a pull or a poll follows at most. Default 8.</summary>
    [Range(1, 1000)]
    public int MaxPages { get; set; } = 8;

    /// <summary>How many changed chats one poll reads at most; the next one goes on. Default 20.</summary>
    [Range(1, 1000)]
    public int ChatsPerPoll { get; set; } = 20;

    internal string ApiRoot => $"{BaseUrl.Trim().TrimEnd('/')}/api";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!ProviderHttp.IsAddress(BaseUrl))
            yield return new("Wappi:BaseUrl must be an absolute http or https address.", [nameof(BaseUrl)]);
        if (!ProviderHttp.IsHeader(Token))
            yield return new("Wappi:Token cannot be sent as a header.", [nameof(Token)]);
        if (!ProviderHttp.IsHeader(WebhookSecret))
            yield return new("Wappi:WebhookSecret cannot be sent as a header.", [nameof(WebhookSecret)]);
    }
}
