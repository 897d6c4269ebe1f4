using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using Orleans.WhatsApp.Simulator;

var settings = new ConfigurationBuilder().AddCommandLine(args).Build();
var defaults = new SimulatedWorldOptions();

await using var world = await SimulatedWorld.Start(new SimulatedWorldOptions
{
    Url = settings["urls"] ?? "http://127.0.0.1:5090",
    UnipileApiKey = settings["unipile-key"] ?? defaults.UnipileApiKey,
    ElevenLabsApiKey = settings["elevenlabs-key"] ?? defaults.ElevenLabsApiKey,
    WebhookUrl = settings["webhook"] is { } webhook ? new Uri(webhook) : null,
    WebhookHeaders = settings["webhook-secret"] is { } secret ? [KeyValuePair.Create("Unipile-Auth", secret)] : [],
    MetaAccessToken = settings["meta-token"] ?? defaults.MetaAccessToken,
    MetaAppSecret = settings["meta-secret"] ?? defaults.MetaAppSecret,
    MetaWebhookUrl = settings["meta-webhook"] is { } metaWebhook ? new Uri(metaWebhook) : null,
    WappiToken = settings["wappi-token"] ?? defaults.WappiToken,
    GeminiApiKey = settings["gemini-key"] ?? defaults.GeminiApiKey,
    ScanAfter = TimeSpan.FromSeconds(settings.GetValue("scan-after", 2.0)),
    WebhookRetryDelay = TimeSpan.FromSeconds(settings.GetValue("webhook-retry", 1.0)),
});
Console.WriteLine($"The simulated world listens on {world.Url}");
Console.WriteLine($"X-API-KEY {world.Options.UnipileApiKey}, xi-api-key {world.Options.ElevenLabsApiKey}, x-goog-api-key {world.Options.GeminiApiKey}");
Console.WriteLine($"Meta: Bearer {world.Options.MetaAccessToken}, app secret {world.Options.MetaAppSecret}; Wappi: {world.Options.WappiToken}");

var asked = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
await asked.Task;

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    asked.TrySetResult();
}
