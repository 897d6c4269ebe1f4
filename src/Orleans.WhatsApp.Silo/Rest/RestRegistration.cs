using Microsoft.AspNetCore.Mvc;
using Orleans.WhatsApp.Silo.Audit;
using Orleans.WhatsApp.Silo.Live;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Silo.Support;

namespace Orleans.WhatsApp.Silo.Rest;

internal static class RestRegistration
{
    private const int MostBytes = 1024 * 1024;

    /// <summary>The gateway's JSON, its reads and its live updates. Needs storage, sign-in and the grain runtime.</summary>
    public static IServiceCollection AddRest(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => RestJson.Configure(json.SerializerOptions));
        services.AddOptions<RestOptions>().BindConfiguration(RestOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ChatDesk>();
        services.AddSingleton<ChannelDirectory>();
        services.AddSingleton<ContactExport>();
        services.AddSingleton<ErasureDesk>();
        services.AddSingleton<Uploads>();
        services.AddSingleton<UserDesk>();
        services.AddSingleton<TenantDesk>();
        return services.AddAudit().AddLive();
    }

    public static IEndpointRouteBuilder MapRest(this IEndpointRouteBuilder routes)
    {
        var whatsapp = routes.MapGroup("/api/whatsapp")
            .RequireAuthorization(Roles.Member).RefusesStrangers("feature_disabled")
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes))
            .AddEndpointFilter<FeatureFilter>().AddEndpointFilter<CheckedBodyFilter>();
        whatsapp.MapConnection();
        whatsapp.MapChannels();
        whatsapp.MapBlacklist();
        whatsapp.MapIgnored();
        whatsapp.MapOutbox();
        whatsapp.MapChats();
        whatsapp.MapChatActions();
        whatsapp.MapMedia();
        whatsapp.MapPresence();
        whatsapp.MapPrivacy();
        routes.MapAgents();
        routes.MapUsers();
        routes.MapPlatform();
        routes.MapAudit();
        routes.MapSupport();
        routes.MapLive();
        routes.MapInfo();
        return routes;
    }
}
