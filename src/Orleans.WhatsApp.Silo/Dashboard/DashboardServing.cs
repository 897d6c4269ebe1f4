using Microsoft.Net.Http.Headers;

namespace Orleans.WhatsApp.Silo.Dashboard;

/// <summary>Gives browsers the dashboard. Everything that it shows comes from the API; these are files, and anybody may have them.</summary>
internal static class DashboardServing
{
    /// <summary>Scripts from here alone and none within the page; styles may be set by scripts. Nobody may frame it.</summary>
    private const string Policy =
        "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

    private const string NotBuilt = """
        Orleans.WhatsApp

        The dashboard is missing from this build: with Node 20.19, 22.12 or newer on the PATH, build the silo again (dotnet build src/Orleans.WhatsApp.Silo).

        API description   /openapi/v1.json
        Health            /health, /health/live, /health/ready
        Metrics           /metrics, /stats

        """;

    /// <summary>Beside the program.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "dashboard");

    /// <summary>What no endpoint answers. Without a build everything else works all the same.</summary>
    public static WebApplication UseDashboard(this WebApplication app, string folder)
    {
        var files = DashboardFiles.Of(folder);
        app.Use((context, next) => !IsOurs(context) ? next(context)
            : files is null ? (context.Request.Path == "/" ? TypedResults.Text(NotBuilt).ExecuteAsync(context) : next(context))
            : files.For(context.Request) is { } file ? Answer(context, file)
            : next(context));
        return app;
    }

    private static bool IsOurs(HttpContext context) =>
        context.GetEndpoint() is null && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method));

    private static Task Answer(HttpContext context, DashboardFile file)
    {
        var body = file.For(context.Request.GetTypedHeaders().AcceptEncoding);
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = file.IsImmutable ? "public, max-age=31536000, immutable" : "no-cache";
        if (file.IsText) headers.Vary = HeaderNames.AcceptEncoding;
        if (body.Encoding is not null) headers.ContentEncoding = body.Encoding;
        return TypedResults.Bytes(body.Bytes, file.ContentType, entityTag: new EntityTagHeaderValue(body.ETag)).ExecuteAsync(context);
    }
}
