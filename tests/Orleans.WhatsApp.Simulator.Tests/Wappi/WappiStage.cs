using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator.Tests.Wappi;

/// <summary>A business with a profile at Wappi, its webhook address, and a client with its token.</summary>
internal sealed class WappiStage : IAsyncDisposable
{
    public const string ProfileId = "971cdfd1-0000";
    public const string Secret = "hook-secret";

    private WappiStage(SimulatedWorld world, Receiver receiver)
    {
        World = world;
        Receiver = receiver;
        Http = new HttpClient { BaseAddress = world.Url };
        Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", world.Options.WappiToken);
        Profile = world.Wappi.AddProfile("+79000000099", ProfileId);
        world.Wappi.SetWebhook(Profile, receiver.UrlOf("wappi"), Secret);
        world.Wappi.CallTakes = TimeSpan.Zero;
        Ayse = world.Contact("+905551234567", "Ayşe");
    }

    public SimulatedWorld World { get; }

    public Receiver Receiver { get; }

    public HttpClient Http { get; }

    public SimulatedAccount Profile { get; }

    public SimulatedContact Ayse { get; }

    /// <summary>What was told, each element of each body.</summary>
    public IReadOnlyList<JsonObject> Events => [.. Receiver.All.SelectMany(told => Elements(told.Body["messages"]!))];

    public static async Task<WappiStage> Set(Func<SimulatedWorldOptions, SimulatedWorldOptions>? options = null)
    {
        var receiver = await Receiver.Start();
        var usual = new SimulatedWorldOptions { WebhookRetryDelay = TimeSpan.FromMilliseconds(1) };
        return new WappiStage(await SimulatedWorld.Start(options?.Invoke(usual) ?? usual), receiver);
    }

    public async Task<(int Status, JsonObject Body)> Get(string path, string query = "") =>
        await Read(await Http.GetAsync(new Uri($"{path}?profile_id={ProfileId}{query}", UriKind.Relative)));

    public async Task<(int Status, JsonObject Body)> Post(string path, JsonNode body, string query = "", CancellationToken stop = default)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await Read(await Http.PostAsync(new Uri($"{path}?profile_id={ProfileId}{query}", UriKind.Relative), content, stop));
    }

    public Task<(int Status, JsonObject Body)> SendText(string text, string recipient = "905551234567") =>
        Post("/api/sync/message/send", new JsonObject { ["body"] = text, ["recipient"] = recipient });

    public async Task<IReadOnlyList<JsonObject>> Told(int count)
    {
        await World.WaitUntil(() => Events.Count >= count, $"{count} events at the webhook address");
        return Events;
    }

    public static string? Id((int Status, JsonObject Body) answer) => (string?)answer.Body["message_id"];

    public static (int Http, string? Status) Outcome((int Status, JsonObject Body) answer) => (answer.Status, (string?)answer.Body["status"]);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await World.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    private static IEnumerable<JsonObject> Elements(JsonNode messages) =>
        messages is JsonArray array ? array.Select(element => element!.AsObject()) : [messages.AsObject()];

    private static async Task<(int Status, JsonObject Body)> Read(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            return ((int)response.StatusCode, text.Length is 0 ? [] : JsonSerializer.Deserialize<JsonObject>(text)!);
        }
    }
}
