namespace Orleans.WhatsApp.Simulator;

/// <summary>What a world starts with. The scripts (<see cref="SimulatedWorld.Unipile"/> and its neighbours) change it while it runs.</summary>
public sealed record SimulatedWorldOptions
{
    /// <summary>Where to listen, on loopback; port 0 takes a free one.</summary>
    public string Url { get; init; } = "http://127.0.0.1:0";

    public string UnipileApiKey { get; init; } = "sim-unipile-key";

    public string ElevenLabsApiKey { get; init; } = "sim-elevenlabs-key";

    public string MetaAccessToken { get; init; } = "sim-meta-token";

    /// <summary>Signs what Meta tells.</summary>
    public string MetaAppSecret { get; init; } = "sim-meta-secret";

    /// <summary>The callback address of the Meta app, taken without being asked for the challenge.</summary>
    public Uri? MetaWebhookUrl { get; init; }

    public string WappiToken { get; init; } = "sim-wappi-token";

    public string GeminiApiKey { get; init; } = "sim-gemini-key";

    /// <summary>Subscribed to every event of Unipile's from the start, as if registered by hand. More can be registered over HTTP.</summary>
    public Uri? WebhookUrl { get; init; }

    /// <summary>Sent with each delivery to <see cref="WebhookUrl"/>, for example the shared secret.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> WebhookHeaders { get; init; } = [];

    /// <summary>Carries timestamps and every pause of the world.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How long after a QR code is shown it is scanned; null waits for the script.</summary>
    public TimeSpan? ScanAfter { get; init; }

    public ContactAddress ContactsShownAs { get; init; } = ContactAddress.LidWithPhone;

    /// <summary>A webhook that is not answered with 200 is tried this often in all.</summary>
    public int WebhookAttempts { get; init; } = 5;

    /// <summary>The pause before the second attempt; each further pause is twice the one before.</summary>
    public TimeSpan WebhookRetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>No pause between two attempts is longer.</summary>
    public TimeSpan LongestWebhookRetryDelay { get; init; } = TimeSpan.MaxValue;

    public TimeSpan WebhookTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public int ConcurrentDeliveries { get; init; } = 128;

    /// <summary>How often open agent sockets are pinged; zero never.</summary>
    public TimeSpan PingEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>An agent socket without user input is closed after this (1002); zero never.</summary>
    public TimeSpan AgentSilenceTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Agents nobody set up answer all the same, with the default brain; false makes them unknown.</summary>
    public bool AnyAgentExists { get; init; } = true;

    /// <summary>How long the waiting methods wait for a fact, in real time.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);
}
