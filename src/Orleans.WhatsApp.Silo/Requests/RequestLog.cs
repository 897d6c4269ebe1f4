namespace Orleans.WhatsApp.Silo.Requests;

/// <summary>
/// One line a request: the route's pattern, never the address itself, since addresses may hold phone numbers and queries may hold tokens.
/// </summary>
internal sealed partial class RequestLog(RequestDelegate next, TimeProvider clock, ILogger<RequestLog> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var startedAt = clock.GetTimestamp();
        await next(context);
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(none)";
        var milliseconds = clock.GetElapsedTime(startedAt).TotalMilliseconds;
        if (context.Response.StatusCode >= 500) LogFailed(context.Request.Method, route, context.Response.StatusCode, milliseconds);
        else LogAnswered(context.Request.Method, route, context.Response.StatusCode, milliseconds);
    }

    [LoggerMessage(EventId = 5000, Level = LogLevel.Debug, Message = "{Method} {Route} answered {StatusCode} in {Milliseconds} ms")]
    private partial void LogAnswered(string method, string route, int statusCode, double milliseconds);

    [LoggerMessage(EventId = 5001, Level = LogLevel.Warning, Message = "{Method} {Route} answered {StatusCode} in {Milliseconds} ms")]
    private partial void LogFailed(string method, string route, int statusCode, double milliseconds);
}
