using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.Silo.Demo;

/// <summary>The simulated outside world of a demo: on when nobody has configured a real one.</summary>
internal static class DemoWorld
{
    private const string VerifyToken = "demo-verify-token";
    private const string WappiSecret = "demo-wappi-secret";

    /// <summary>Whoever sets one of these wants no demo.</summary>
    private static readonly string[] RealWorld =
    [
        "Unipile:BaseUrl", "Unipile:ApiKey", "Unipile:WebhookSecret", "Meta:AppSecret", "Meta:AccessToken", "Meta:VerifyToken", "Wappi:BaseUrl", "Wappi:Token",
        "Wappi:WebhookSecret", "ElevenLabs:BaseUrl", "ElevenLabs:ApiKey", "Webhooks:PublicUrl",
    ];

    /// <summary>Starts the world and points the settings at it; null if this is no demo.</summary>
    public static async Task<SimulatedWorld?> StartIfWanted(ConfigurationManager settings)
    {
        if (!(settings.GetValue<bool?>("Demo:Enabled") ?? NothingIsConfigured(settings))) return null;

        var world = await SimulatedWorld.Start(new SimulatedWorldOptions
        {
            Url = settings["Demo:SimulatorUrl"] ?? "http://127.0.0.1:0",
            ScanAfter = TimeSpan.FromSeconds(1),
        });
        settings.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Unipile:BaseUrl"] = world.Url.ToString(),
            ["Unipile:ApiKey"] = world.Options.UnipileApiKey,
            ["ElevenLabs:BaseUrl"] = world.Url.ToString(),
            ["ElevenLabs:ApiKey"] = world.Options.ElevenLabsApiKey,
            ["Meta:BaseUrl"] = world.Url.ToString(),
            ["Meta:AccessToken"] = world.Options.MetaAccessToken,
            ["Meta:AppSecret"] = world.Options.MetaAppSecret,
            ["Meta:VerifyToken"] = VerifyToken,
            ["Wappi:BaseUrl"] = world.Url.ToString(),
            ["Wappi:Token"] = world.Options.WappiToken,
            ["Wappi:WebhookSecret"] = settings["Wappi:WebhookSecret"] ?? WappiSecret,
            ["Channels:AllowLiveSend"] = settings["Channels:AllowLiveSend"] ?? "true",
            ["Media:AllowLoopback"] = "true", // where this world keeps its media
            ["Demo:Enabled"] = "true",
        });
        return world;
    }

    private static bool NothingIsConfigured(ConfigurationManager settings) => RealWorld.All(name => string.IsNullOrEmpty(settings[name]));
}
