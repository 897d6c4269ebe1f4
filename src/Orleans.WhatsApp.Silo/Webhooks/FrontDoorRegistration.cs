using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.WhatsApp.Channels.MetaCloud;
using Orleans.WhatsApp.Channels.Unipile;
using Orleans.WhatsApp.Grains;
using Orleans.WhatsApp.Silo.Requests;
using Orleans.WhatsApp.Silo.Problems;

namespace Orleans.WhatsApp.Silo.Webhooks;

internal static class FrontDoorRegistration
{
    /// <summary>Larger than any webhook; routes with smaller bodies say so themselves.</summary>
    private const long MostBytes = 4 * 1024 * 1024;

    /// <summary>
    /// The server's limits, its problems, and the webhooks' way to the inbox. Needs storage, a channel and the grain runtime.
    /// </summary>
    public static IHostApplicationBuilder AddFrontDoor(this IHostApplicationBuilder builder)
    {
        builder.Services.Configure<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = MostBytes;
        });
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        // The framework's own request lines hold whole addresses.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Routing", LogLevel.Warning);

        builder.Services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section)
            .Validate(webhooks => webhooks.IsValid, "Webhooks:PublicUrl must be an absolute http or https address.").ValidateOnStart();
        builder.Services.AddRequestLimits();
        builder.Services.AddMetrics();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<UnipileSecret>();
        builder.Services.TryAddSingleton<MetaSignature>();
        builder.Services.TryAddSingleton<MetaVerifyToken>();
        builder.Services.AddSingleton<FrontDoorMeter>();
        builder.Services.AddSingleton<LinkedAccounts>();
        builder.Services.AddSingleton<RunningTenants>();
        builder.Services.AddGrainServices();
        builder.Services.AddSingleton<FrontDoor>();
        return builder;
    }

    /// <summary>First in the pipeline: what must be done whoever calls.</summary>
    public static WebApplication UseFrontDoor(this WebApplication app)
    {
        app.UseMiddleware<RequestLog>();
        app.UseSecurityHeaders();
        app.UseProblems();
        app.UseAddressLimit();
        return app;
    }
}
