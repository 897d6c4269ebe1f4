using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Media.Fetching;
using Orleans.WhatsApp.Media.Speech;
using Orleans.WhatsApp.Media.Stores;

namespace Orleans.WhatsApp.Media;

public static class MediaRegistration
{
    /// <summary>Where media are kept, how they are fetched, and who writes down what they say. Wrong settings stop the start, by name.</summary>
    public static IServiceCollection AddMedia(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MediaOptions>().Bind(configuration.GetSection(MediaOptions.Section)).ValidateDataAnnotations().ValidateOnStart()
            .PostConfigure(options => options.Folder = options.Folder is { Length: > 0 } named ? named : Path.Combine(configuration["Storage:Path"] ?? "./data", "media"));
        services.TryAddSingleton(TimeProvider.System);
        services.AddStore(configuration);
        services.AddFetcher();
        services.AddTranscriber(configuration);
        return services;
    }

    private static void AddStore(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<S3Options>().Bind(configuration.GetSection(S3Options.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(provider => S3MediaStore.Client(provider.GetRequiredService<IOptions<S3Options>>().Value));
        services.TryAddSingleton<IMediaStore>(provider => provider.GetRequiredService<IOptions<S3Options>>().Value.Bucket.Length > 0
            ? ActivatorUtilities.CreateInstance<S3MediaStore>(provider)
            : ActivatorUtilities.CreateInstance<FolderMediaStore>(provider));
    }

    private static void AddFetcher(this IServiceCollection services)
    {
        // Each call is bounded by FetchTimeout on the product's clock. No loggers: the factory's own write addresses, and signed ones are as good as a key.
        foreach (var (name, own) in ((string, bool)[])[(MediaFetcher.ClientName, false), (MediaFetcher.OwnClientName, true)])
        {
            services.AddHttpClient(name, client => client.Timeout = Timeout.InfiniteTimeSpan)
                .ConfigurePrimaryHttpMessageHandler(provider => provider.GetRequiredService<Line>().Handler(own))
                .RemoveAllLoggers();
        }

        services.TryAddSingleton<Line>();
        services.TryAddSingleton(Network.Real);
        services.TryAddSingleton<IMediaFetcher, MediaFetcher>();
    }

    private static void AddTranscriber(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GeminiOptions>().Bind(configuration.GetSection(GeminiOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ScribeOptions>().Bind(configuration.GetSection(ScribeOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<MediaOptions>, TranscriberHasItsKey>();
        services.AddHttpClient(SpeechApi.ClientName, client =>
        {
            client.Timeout = Timeout.InfiniteTimeSpan; // each call is bounded by TranscribeTimeout on the product's clock
            client.MaxResponseContentBufferSize = SpeechApi.MaxAnswer;
        }).ConfigurePrimaryHttpMessageHandler(SpeechApi.Handler).RemoveAllLoggers();
        services.TryAddSingleton<SpeechApi>();
        services.TryAddSingleton<ITranscriber>(provider => TranscriberChoice.Of(provider) switch
        {
            Transcriber.Gemini => ActivatorUtilities.CreateInstance<GeminiTranscriber>(provider),
            Transcriber.Scribe => ActivatorUtilities.CreateInstance<ScribeTranscriber>(provider),
            _ => new NoTranscriber(),
        });
    }
}
