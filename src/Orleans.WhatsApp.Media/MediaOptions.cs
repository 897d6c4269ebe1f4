using System.ComponentModel.DataAnnotations;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Media;

/// <summary>The settings under <c>Media</c>.</summary>
public sealed class MediaOptions : IValidatableObject
{
    public const string Section = "Media";

    /// <summary>Where media lie when no bucket is named. Default: <c>media</c> within <c>Storage:Path</c>. Several silos must see the same folder.</summary>
    public string Folder { get; set; } = "";

    /// <summary>Who writes down what recordings say. Absent: ElevenLabs where its key is set, else Gemini where its is, else nobody.</summary>
    public Transcriber? Transcriber { get; set; }

    /// <summary>Lets media be fetched from this machine, and without TLS. For the simulated outside world alone. Default false.</summary>
    public bool AllowLoopback { get; set; }

    /// <summary>Hosts that media may come from, beside those that a channel names itself: <c>files.example.com, example.net</c>. A host stands for all below it too.</summary>
    public string AllowedHosts { get; set; } = "";

    /// <summary>Default 16 MiB, WhatsApp's own limit.</summary>
    [Range(1024L, 1L << 30)]
    public long MaxAudioBytes { get; set; } = 16L << 20;

    /// <summary>Default 16 MiB.</summary>
    [Range(1024L, 1L << 30)]
    public long MaxImageBytes { get; set; } = 16L << 20;

    /// <summary>Default 64 MiB.</summary>
    [Range(1024L, 1L << 30)]
    public long MaxVideoBytes { get; set; } = 64L << 20;

    /// <summary>Default 100 MiB, WhatsApp's own limit.</summary>
    [Range(1024L, 1L << 30)]
    public long MaxDocumentBytes { get; set; } = 100L << 20;

    /// <summary>For one download, redirects and all. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:30:00")]
    public TimeSpan FetchTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>For the connection to one address. Default 5 s; read once, at the start.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>For one recording to be written down. Default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:30:00")]
    public TimeSpan TranscribeTimeout { get; set; } = TimeSpan.FromMinutes(2);

    internal IEnumerable<string> Hosts => AllowedHosts.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);

    internal long Limit(MediaKind kind) => kind switch
    {
        MediaKind.Audio => MaxAudioBytes,
        MediaKind.Image => MaxImageBytes,
        MediaKind.Video => MaxVideoBytes,
        _ => MaxDocumentBytes,
    };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // An address instead of a host, or a wildcard, would allow nothing, and nobody would see why.
        if (Hosts.FirstOrDefault(host => Uri.CheckHostName(host) is not UriHostNameType.Dns || !host.Contains('.', StringComparison.Ordinal)) is { } wrong)
            yield return new($"Media:AllowedHosts holds '{wrong}', which is no host name like files.example.com.", [nameof(AllowedHosts)]);
    }
}

/// <summary>Who writes down what recordings say.</summary>
public enum Transcriber
{
    /// <summary>Nobody: recordings are kept and can be listened to.</summary>
    None,

    /// <summary>Google's Gemini, by the settings under <c>Gemini</c>.</summary>
    Gemini,

    /// <summary>ElevenLabs' Scribe, by the settings under <c>ElevenLabs</c>.</summary>
    Scribe,
}
