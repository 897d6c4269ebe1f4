namespace Orleans.WhatsApp.Silo.Live;

internal static class LiveRegistration
{
    public static IServiceCollection AddLive(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddOptions<LiveOptions>().BindConfiguration(LiveOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<LiveClients>();
        services.AddSingleton<EventLines>();
        services.AddSingleton<LiveFeeds>();
        services.AddSingleton<EventStream>();
        services.AddHostedService(services => services.GetRequiredService<LiveFeeds>());
        return services;
    }
}
