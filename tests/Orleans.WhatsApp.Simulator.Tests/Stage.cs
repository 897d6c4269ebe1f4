using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator.Tests;

/// <summary>A world with one business in it: its webhook endpoint, its account, and a client with its keys.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private Stage(SimulatedWorld world, Receiver receiver)
    {
        World = world;
        Receiver = receiver;
        Http = new HttpClient { BaseAddress = world.Url };
        Http.DefaultRequestHeaders.Add("X-API-KEY", world.Options.UnipileApiKey);
        Http.DefaultRequestHeaders.Add("xi-api-key", world.Options.ElevenLabsApiKey);
        Account = world.AddAccount("+908500000099");
    }

    public SimulatedWorld World { get; }

    public Receiver Receiver { get; }

    public HttpClient Http { get; }

    public SimulatedAccount Account { get; }

    public static async Task<Stage> Set(Func<SimulatedWorldOptions, SimulatedWorldOptions>? options = null)
    {
        var receiver = await Receiver.Start();
        var usual = new SimulatedWorldOptions
        {
            WebhookUrl = receiver.Url,
            WebhookHeaders = [KeyValuePair.Create("Unipile-Auth", "hush")],
            WebhookRetryDelay = TimeSpan.FromMilliseconds(1),
            PingEvery = TimeSpan.Zero,
        };
        var stage = new Stage(await SimulatedWorld.Start(options?.Invoke(usual) ?? usual), receiver);
        await stage.World.WaitUntilIdle();
        return stage;
    }

    public async Task<(int Status, JsonObject Body)> Get(string path) => await Read(await Http.GetAsync(new Uri(path, UriKind.Relative)));

    public async Task<(int Status, JsonObject Body)> Delete(string path) => await Read(await Http.DeleteAsync(new Uri(path, UriKind.Relative)));

    public async Task<(int Status, JsonObject Body)> Post(string path, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await Read(await Http.PostAsync(new Uri(path, UriKind.Relative), content));
    }

    public async Task<(int Status, JsonObject Body)> PostForm(string path, params (string Key, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (key, value) in fields) form.Add(new StringContent(value), key);
        return await Read(await Http.PostAsync(new Uri(path, UriKind.Relative), form));
    }

    public async Task<(int Status, JsonObject Body)> SendFile(string chatId, string name, string mimeType, byte[] content)
    {
        using var form = new MultipartFormDataContent();
        using var file = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue(mimeType) } };
        form.Add(file, "attachments", name);
        return await Read(await Http.PostAsync(new Uri($"/api/v1/chats/{chatId}/messages", UriKind.Relative), form));
    }

    public Task<(int Status, JsonObject Body)> Send(SimulatedContact to, string text) =>
        PostForm($"/api/v1/chats/{to.Chat(Account).Id}/messages", ("text", text), ("account_id", Account.Id));

    /// <summary>Waits until the receiver has been told this many messaging events.</summary>
    public async Task<IReadOnlyList<Receiver.Told>> Told(int count)
    {
        await World.WaitUntil(() => Receiver.Messages.Count >= count, $"{count} messaging events at the receiver");
        return Receiver.Messages;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await World.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    private static async Task<(int Status, JsonObject Body)> Read(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            return ((int)response.StatusCode, text.Length is 0 ? [] : JsonSerializer.Deserialize<JsonObject>(text)!);
        }
    }
}
