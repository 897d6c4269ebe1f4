using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Json;

namespace Orleans.WhatsApp.Silo.Hosting;

/// <summary>Structured logs. <c>Logs:Json</c> writes one JSON object a line; a section <c>Serilog</c> may change levels and add sinks.</summary>
internal static class Logs
{
    private const string Template = "{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext}{EventNumber}: {Message:lj}{NewLine}{Exception}";

    public static WebApplicationBuilder AddLogs(this WebApplicationBuilder builder)
    {
        var log = new LoggerConfiguration()
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
            // Registered along with authentication and not used: tokens are signed with a key of our own.
            .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)
            // Every option of the runtime, line by line.
            .MinimumLevel.Override("Orleans.Runtime.SiloOptionsLogger", LogEventLevel.Warning)
            // The client's own lines hold whole addresses, and a signed address is a secret.
            .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
            .Enrich.FromLogContext()
            .Enrich.With<EventNumber>()
            .ReadFrom.Configuration(builder.Configuration);
        log = builder.Configuration.GetValue<bool>("Logs:Json")
            ? log.WriteTo.Console(new JsonFormatter(renderMessage: true))
            : log.WriteTo.Console(outputTemplate: Template, formatProvider: System.Globalization.CultureInfo.InvariantCulture);
        // The host would put the address of the request that is answered into each line, and addresses may hold phone numbers.
        builder.Logging.ClearProviders().AddFilter<SerilogLoggerProvider>("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None).AddSerilog(log.CreateLogger(), dispose: true);
        return builder;
    }
}
