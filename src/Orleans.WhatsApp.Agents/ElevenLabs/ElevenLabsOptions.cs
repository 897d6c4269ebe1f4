using System.ComponentModel.DataAnnotations;

namespace Orleans.WhatsApp.Agents.ElevenLabs;

/// <summary>The settings under <c>ElevenLabs</c>.</summary>
internal sealed class ElevenLabsOptions : IValidatableObject
{
    public const string Section = "ElevenLabs";

    /// <summary>Where the REST calls go; the signed URL alone decides where the sockets go. Regional hosts and http (tests) are fine.</summary>
    [Required]
    public Uri BaseUrl { get; set; } = new("https://api.elevenlabs.io");

    /// <summary>Sent as <c>xi-api-key</c>. Without it the process starts, since people can answer without an agent, and every opening fails by name.</summary>
    public string? ApiKey { get; set; }

    /// <summary>From the start of the connection to <c>conversation_initiation_metadata</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan InitTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long after the metadata frame a greeting is waited for.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan GreetingWait { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>A socket on which nothing at all comes for this long, not even a ping, is taken for dead.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan LivenessTimeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>One REST call, answer included.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>For this process and one agent; further openings wait for one to close.</summary>
    [Range(1, 10_000)]
    public int MaxOpenSocketsPerAgent { get; set; } = 100;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BaseUrl is not { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "" })
            yield return new("BaseUrl must be an absolute http or https address without a query.", [nameof(BaseUrl)]);

        // The value is a header: a line break pasted along with the key would otherwise only show as a failure of every call.
        if (ApiKey is not null && ApiKey.Any(c => c is < '!' or > '~'))
            yield return new("ApiKey may hold only visible ASCII characters.", [nameof(ApiKey)]);
    }
}
