using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator.Tests.Meta;

/// <summary>A business with a number at the Cloud API, its callback address, and a client with its token.</summary>
internal sealed class MetaStage : IAsyncDisposable
{
    public const string Token = "the-token";
    public const string Secret = "test_app_secret";
    public const string NumberId = "100000000000001";

    private MetaStage(SimulatedWorld world, Receiver receiver)
    {
        World = world;
        Receiver = receiver;
        Http = new HttpClient { BaseAddress = world.Url };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        Http.DefaultRequestHeaders.Add("User-Agent", "test/1.0");
        Number = world.Meta.AddNumber("+15550001111", NumberId);
        Ayse = world.Contact("+905551234567", "Ayşe");
    }

    public SimulatedWorld World { get; }

    public Receiver Receiver { get; }

    public HttpClient Http { get; }

    public SimulatedAccount Number { get; }

    public SimulatedContact Ayse { get; }

    public IReadOnlyList<JsonObject> Messages => Items("messages");

    public IReadOnlyList<JsonObject> Statuses => Items("statuses");

    public static async Task<MetaStage> Set(Func<SimulatedWorldOptions, SimulatedWorldOptions>? options = null)
    {
        var receiver = await Receiver.Start();
        var usual = new SimulatedWorldOptions
        {
            MetaAccessToken = Token,
            MetaAppSecret = Secret,
            MetaWebhookUrl = receiver.UrlOf("meta"),
            WebhookRetryDelay = TimeSpan.FromMilliseconds(1),
        };
        return new MetaStage(await SimulatedWorld.Start(options?.Invoke(usual) ?? usual), receiver);
    }

    public async Task<(int Status, JsonObject Body)> Get(string path) => await Read(await Http.GetAsync(new Uri(path, UriKind.Relative)));

    public async Task<(int Status, JsonObject Body)> Post(string path, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await Read(await Http.PostAsync(new Uri(path, UriKind.Relative), content));
    }

    /// <summary>A send of the kind; the body is merged into what every send has.</summary>
    public Task<(int Status, JsonObject Body)> Send(JsonObject body, string? number = null)
    {
        var whole = new JsonObject { ["messaging_product"] = "whatsapp", ["recipient_type"] = "individual", ["to"] = "905551234567" };
        foreach (var (key, value) in body) whole[key] = value?.DeepClone();
        return Post($"/v23.0/{number ?? NumberId}/messages", whole);
    }

    public Task<(int Status, JsonObject Body)> SendText(string text, string? callbackData = null)
    {
        var body = new JsonObject { ["type"] = "text", ["text"] = new JsonObject { ["body"] = text } };
        if (callbackData is not null) body["biz_opaque_callback_data"] = callbackData;
        return Send(body);
    }

    public async Task<(int Status, JsonObject Body)> Upload(byte[] content, string mimeType, string name = "file")
    {
        using var file = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue(mimeType) } };
        using var form = new MultipartFormDataContent
        {
            { new StringContent("whatsapp"), "messaging_product" },
            { new StringContent(mimeType), "type" },
            { file, "file", name },
        };
        return await Read(await Http.PostAsync(new Uri($"/v23.0/{NumberId}/media", UriKind.Relative), form));
    }

    public async Task<IReadOnlyList<JsonObject>> WaitForMessages(int count)
    {
        await World.WaitUntil(() => Messages.Count >= count, $"{count} messages at the callback address");
        return Messages;
    }

    public async Task<IReadOnlyList<JsonObject>> WaitForStatuses(int count)
    {
        await World.WaitUntil(() => Statuses.Count >= count, $"{count} statuses at the callback address");
        return Statuses;
    }

    public static string? Id((int Status, JsonObject Body) answer) => (string?)answer.Body["messages"]?[0]?["id"];

    public static int? Code((int Status, JsonObject Body) answer) => (int?)answer.Body["error"]?["code"];

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await World.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    private List<JsonObject> Items(string list) => [.. Receiver.All
        .SelectMany(told => told.Body["entry"]!.AsArray())
        .SelectMany(entry => entry!["changes"]!.AsArray())
        .SelectMany(change => change!["value"]![list]?.AsArray() ?? [])
        .Select(item => item!.AsObject())];

    private static async Task<(int Status, JsonObject Body)> Read(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            return ((int)response.StatusCode, text.Length is 0 ? [] : JsonSerializer.Deserialize<JsonObject>(text)!);
        }
    }
}
