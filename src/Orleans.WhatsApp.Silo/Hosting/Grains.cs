using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.WhatsApp.Grains;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Silo.Hosting;

/// <summary>The grains' host. What differs between the grain runtimes is in <c>Runtime</c>, one file of that name for each.</summary>
internal static class Grains
{
    public static WebApplicationBuilder AddGrains(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ChatOptions>().BindConfiguration(ChatOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<LiveSendOptions>().BindConfiguration(LiveSendOptions.Section).ValidateOnStart();
        builder.Services.AddGrainServices();
        builder.UseOrleans(silo => silo.UseRuntime(builder.Configuration).AddStartupTask((services, _) => services.GetRequiredService<Sweeping>().Start()));
        builder.Services.AddSingleton<Sweeping>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Sweeping>());
        builder.Services.AddSingleton<Retention>();
        builder.Services.AddSingleton<UnsentUploads>();
        builder.Services.AddHostedService<Upkeep>();
        builder.Services.AddHostedService<Leaving>();
        builder.Services.AddOptions<LeavingOptions>().BindConfiguration(LeavingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<HostOptions>()
            .Configure<IOptions<LeavingOptions>>((host, leaving) => host.ShutdownTimeout = Leaving.Longest(leaving.Value));
        return builder;
    }
}
