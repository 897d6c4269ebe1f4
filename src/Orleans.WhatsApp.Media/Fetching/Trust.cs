using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Media.Fetching;

/// <summary>Whether an address may be asked at all; the same for the first one and for each that a redirect leads to.</summary>
internal sealed class Trust(MediaOptions settings, MediaRequest request)
{
    private readonly string[] _hosts = [.. settings.Hosts.Concat(request.Hosts).Select(host => host.Trim().Trim('.')).Where(host => host.Length > 0)];

    /// <summary>Why not; null if it may.</summary>
    public string? Refusal(Uri url)
    {
        // A name within an address is there to deceive whoever reads it.
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0) return "bad_url";
        if (HostOf(url) is not { } host) return "bad_url";
        if (IsOwn(url)) return null;

        if (settings.AllowLoopback && Line.IsLoopback(host)) return null;
        if (url.Scheme is not "https") return "not_https";
        return _hosts.Any(allowed => IsWithin(host, allowed)) ? null : "host_not_allowed";
    }

    /// <summary>At the channel's own address, where the fetch began there too: nobody else leads to it.</summary>
    public bool IsOwn(Uri url) => request.Own is { IsAbsoluteUri: true } own && IsSamePlace(own, request.Url) && IsSamePlace(own, url);

    /// <summary>Whether what one of them may know, the other may know too.</summary>
    public static bool IsSamePlace(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && one.IdnHost.Equals(other.IdnHost, StringComparison.OrdinalIgnoreCase);

    /// <summary>In ASCII; null for a name that cannot be written so.</summary>
    private static string? HostOf(Uri url)
    {
        try
        {
            return url.IdnHost.TrimEnd('.');
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    private static bool IsWithin(string host, string allowed) =>
        host.Equals(allowed, StringComparison.OrdinalIgnoreCase)
        || (host.Length > allowed.Length && host[^(allowed.Length + 1)] == '.' && host.EndsWith(allowed, StringComparison.OrdinalIgnoreCase));
}
