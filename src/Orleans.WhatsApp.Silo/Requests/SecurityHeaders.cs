namespace Orleans.WhatsApp.Silo.Requests;

internal static class SecurityHeaders
{
    /// <summary>Set as the answer starts, so that an error page, which begins with empty headers, has them too.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        context.Response.OnStarting(static state =>
        {
            Set((HttpContext)state);
            return Task.CompletedTask;
        }, context);
        return next(context);
    });

    private static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XFrameOptions = "DENY";
        if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
        if (!context.Request.Path.StartsWithSegments("/api")) return;
        // Data, and nothing that a browser should run or another site's page should hold. No CORS header anywhere: other origins' scripts are not answered.
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // What the API answers belongs to one signed-in person.
        if (headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
    }
}
