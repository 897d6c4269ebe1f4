using System.ComponentModel.DataAnnotations;

namespace Orleans.WhatsApp.Media.Stores;

/// <summary>The settings under <c>Media:S3</c>. With a <see cref="Bucket"/> media lie there, and in no folder.</summary>
public sealed class S3Options : IValidatableObject
{
    public const string Section = "Media:S3";

    /// <summary>It must exist; the product makes none.</summary>
    public string Bucket { get; set; } = "";

    /// <summary>Of a service that is not Amazon's own, <c>https://minio.example.com</c>; its buckets are then part of the path.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Part of what is signed, so it must be what the service believes. Default <c>us-east-1</c>, which most services of others take.</summary>
    [Required]
    public string Region { get; set; } = "us-east-1";

    /// <summary>Together with <see cref="SecretKey"/>. Without both, the machine's own role at Amazon is asked for.</summary>
    public string AccessKey { get; set; } = "";

    public string SecretKey { get; set; } = "";

    /// <summary>For one call to the service, the bytes of a save included. Reading what was opened ends with its reader. Default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:30:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Endpoint is not null && Endpoint is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            yield return new("Media:S3:Endpoint must be an absolute http or https address.", [nameof(Endpoint)]);
        if (Endpoint is not null && Bucket.Length == 0)
            yield return new("Media:S3:Bucket must be named where Media:S3:Endpoint is.", [nameof(Bucket)]);
        if (AccessKey.Length == 0 != (SecretKey.Length == 0))
            yield return new("Media:S3:AccessKey and Media:S3:SecretKey go together.", [nameof(AccessKey), nameof(SecretKey)]);
        // Outside Amazon there is no role of the machine to be asked for.
        if (Endpoint is not null && AccessKey.Length == 0)
            yield return new("Media:S3:AccessKey and Media:S3:SecretKey must be set where Media:S3:Endpoint is.", [nameof(AccessKey)]);
    }
}
