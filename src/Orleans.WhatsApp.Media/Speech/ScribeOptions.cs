using System.ComponentModel.DataAnnotations;

namespace Orleans.WhatsApp.Media.Speech;

/// <summary>What of the section <c>ElevenLabs</c> concerns speech to text. Address and key are the agents' own.</summary>
public sealed class ScribeOptions : IValidatableObject
{
    public const string Section = "ElevenLabs";

    [Required]
    public Uri BaseUrl { get; set; } = new("https://api.elevenlabs.io");

    /// <summary>Sent as <c>xi-api-key</c>; it must be allowed to use speech to text.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>Default <c>scribe_v2</c>.</summary>
    [Required]
    public string ScribeModel { get; set; } = "scribe_v2";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => SpeechApi.Check(Section, BaseUrl, ApiKey);
}
