using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>
/// The section <c>Meta</c>. Without <see cref="AppSecret"/> no webhook is taken, and without a token, here or of the channel itself, nothing is sent.
/// </summary>
public sealed partial class MetaOptions : IValidatableObject
{
    public const string Section = "Meta";

    public string BaseUrl { get; set; } = "https://graph.facebook.com";

    /// <summary>Meta serves each version for about two years. Default v23.0, the newest one that this channel's requests were checked against.</summary>
    public string ApiVersion { get; set; } = "v23.0";

    /// <summary>For all numbers of the installation; a channel's own token, given when it was linked, goes first.</summary>
    public string AccessToken { get; set; } = "";

    /// <summary>The app's secret, with which Meta signs what it sends. Without it every delivery is refused.</summary>
    public string AppSecret { get; set; } = "";

    /// <summary>Is taken beside <see cref="AppSecret"/> while that is being replaced.</summary>
    public string AppSecretPrevious { get; set; } = "";

    /// <summary>Meta shows it once, when the webhook's address is set. Without it that is refused.</summary>
    public string VerifyToken { get; set; } = "";

    /// <summary>After this a send counts as unclear. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>For every other call, and for each file up or down. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A connection that takes longer was never made, so nothing was sent. Default 5 s; read once, at the start.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Per number. Meta's own limit begins at 80, and is 20 for a number that is used in the WhatsApp Business app as well. Default 80.</summary>
    [Range(1, 1000)]
    public int SendsPerSecond { get; set; } = 80;

    /// <summary>To one person. Meta's limit is one message in 6 s (error 131056). Default 6 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan RecipientInterval { get; set; } = TimeSpan.FromSeconds(6);

    /// <summary>So many to one person may follow each other at once; what is borrowed is waited for afterwards. Default 45, as Meta allows.</summary>
    [Range(1, 1000)]
    public int RecipientBurst { get; set; } = 45;

    internal string ApiRoot => $"{BaseUrl.Trim().TrimEnd('/')}/{ApiVersion.Trim()}";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!ProviderHttp.IsAddress(BaseUrl))
            yield return new("Meta:BaseUrl must be an absolute http or https address.", [nameof(BaseUrl)]);
        if (!Version().IsMatch(ApiVersion.Trim())) yield return new("Meta:ApiVersion is a version like v23.0.", [nameof(ApiVersion)]);
        if (!CanBeSent(AccessToken)) yield return new("Meta:AccessToken cannot be sent as a header.", [nameof(AccessToken)]);
        if (AppSecretPrevious.Length > 0 && string.IsNullOrWhiteSpace(AppSecret))
            yield return new("Meta:AppSecretPrevious stands beside Meta:AppSecret, not for it.", [nameof(AppSecretPrevious)]);
    }

    internal static bool CanBeSent(string token) => token.All(character => character is > ' ' and <= '~');

    [GeneratedRegex(@"^v\d{1,3}\.\d{1,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
