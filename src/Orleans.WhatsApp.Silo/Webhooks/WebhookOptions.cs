namespace Orleans.WhatsApp.Silo.Webhooks;

/// <summary>The section <c>Webhooks</c>.</summary>
internal sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>
    /// Where providers reach this installation, without <c>/webhooks</c>: a tenant's admin may have them report there and nowhere else. Empty: only platform admins may.
    /// </summary>
    public string PublicUrl { get; set; } = "";

    public bool IsValid => PublicUrl.Length == 0 || IsAddress(PublicUrl);

    /// <summary>That a provider can call.</summary>
    public static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    /// <summary>Where this provider reaches the installation; null where nobody has said.</summary>
    public string? AddressOf(string provider) => PublicUrl.Length > 0 ? $"{PublicUrl.Trim().TrimEnd('/')}/webhooks/{provider}" : null;

    public bool IsOurs(string url, string provider) =>
        AddressOf(provider) is { } ours && Uri.TryCreate(url, UriKind.Absolute, out var told) && told == new Uri(ours);
}
