using System.ComponentModel.DataAnnotations;

namespace Orleans.WhatsApp.Media.Speech;

/// <summary>The settings under <c>Gemini</c>.</summary>
public sealed class GeminiOptions : IValidatableObject
{
    public const string Section = "Gemini";

    /// <summary>The version is appended.</summary>
    [Required]
    public Uri BaseUrl { get; set; } = new("https://generativelanguage.googleapis.com");

    /// <summary>Sent as <c>x-goog-api-key</c>.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>One that listens.</summary>
    [Required, RegularExpression("[A-Za-z0-9._-]+")]
    public string Model { get; set; } = "gemini-2.5-flash";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => SpeechApi.Check(Section, BaseUrl, ApiKey);
}
