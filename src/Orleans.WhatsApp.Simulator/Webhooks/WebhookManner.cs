using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>How a provider's deliveries look on the wire.</summary>
internal sealed record WebhookManner(string ContentType, string UserAgent)
{
    /// <summary>JSON under a form's name, unless the registration asked for another content type: captured from the real provider.</summary>
    public static WebhookManner Unipile { get; } = new("application/x-www-form-urlencoded", "axios/1.7.7");

    public static WebhookManner Wappi { get; } = new("application/json", "WappiWH");

    public static WebhookManner Meta { get; } = new("application/json", "facebookexternalua") { Text = Wire.EscapedText };

    public Func<JsonNode, string> Text { get; init; } = Wire.Text;

    /// <summary>Headers that depend on the body.</summary>
    public Func<string, IEnumerable<KeyValuePair<string, string>>> Sign { get; init; } = _ => [];
}
