using System.Collections.Frozen;
using Microsoft.Net.Http.Headers;

namespace Orleans.WhatsApp.Silo.Dashboard;

/// <summary>The dashboard as it was built, and which file answers which request.</summary>
internal sealed class DashboardFiles
{
    public const string Assets = "/assets/";

    /// <summary>Of these a browser that asks for a page still wants the answer, or the problem.</summary>
    private static readonly PathString[] NotPages = ["/api", "/webhooks", "/health", "/stats", "/metrics", "/openapi", "/assets"];

    private readonly FrozenDictionary<string, DashboardFile> _files;
    private readonly DashboardFile _page;

    private DashboardFiles(FrozenDictionary<string, DashboardFile> files, DashboardFile page) => (_files, _page) = (files, page);

    /// <summary>Null where there is no build.</summary>
    public static DashboardFiles? Of(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "index.html"))) return null;
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => (Path: "/" + Path.GetRelativePath(folder, path).Replace('\\', '/'), Content: File.ReadAllBytes(path)))
            .ToFrozenDictionary(file => file.Path, file => new DashboardFile(file.Path, file.Content), StringComparer.Ordinal);
        return new DashboardFiles(files, files["/index.html"]);
    }

    /// <summary>A file of that name; or, for whoever asks for a page, the one page that there is, which reads in the address what to show.</summary>
    public DashboardFile? For(HttpRequest request)
    {
        if (request.Path == "/") return _page;
        if (_files.TryGetValue(request.Path.Value ?? "", out var file)) return file;
        return IsForAPage(request) ? _page : null;
    }

    private static bool IsForAPage(HttpRequest request) =>
        !NotPages.Any(path => request.Path.StartsWithSegments(path))
        && request.Headers[HeaderNames.Accept].ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
