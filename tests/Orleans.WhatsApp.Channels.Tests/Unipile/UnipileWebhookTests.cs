using System.Text.Json.Nodes;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.Unipile;

public class UnipileWebhookTests
{
    private const string Ours = "https://us.example/webhooks/unipile";

    private readonly List<JsonObject> hooks = [];

    [Fact]
    public async Task Two_subscriptions_with_every_event_are_made()
    {
        await using var fake = await Registry();
        Assert.Null(await Register(fake, "secret"));

        Assert.Equal(2, hooks.Count);
        Assert.Equal("""["message_received","message_read","message_reaction","message_edited","message_deleted","message_delivered"]""", Of("messaging")["events"]!.ToJsonString());
        Assert.Equal(
            """["creation_success","creation_fail","deleted","reconnected","sync_success","stopped","ok","connecting","error","credentials","permissions"]""",
            Of("account_status")["events"]!.ToJsonString());
        Assert.All(hooks, hook =>
        {
            Assert.Equal("json", (string?)hook["format"]);
            Assert.Equal(Ours, (string?)hook["request_url"]);
            Assert.Equal("""[{"key":"Content-Type","value":"application/json"},{"key":"Unipile-Auth","value":"secret"}]""", hook["headers"]!.ToJsonString());
            Assert.False(hook.ContainsKey("account_ids") || hook.ContainsKey("data"));
        });
    }

    [Fact]
    public async Task Registering_again_changes_nothing()
    {
        await using var fake = await Registry();
        Assert.Null(await Register(fake, "secret"));
        var before = hooks.Select(hook => (string?)hook["id"]).ToList();
        Assert.Null(await Register(fake, "secret"));
        Assert.Equal(before, hooks.Select(hook => (string?)hook["id"]));
    }

    [Fact]
    public async Task Without_a_secret_no_secret_is_sent()
    {
        await using var fake = await Registry();
        Assert.Null(await Register(fake, ""));
        Assert.Equal("""[{"key":"Content-Type","value":"application/json"}]""", Of("messaging")["headers"]!.ToJsonString());
    }

    [Theory]
    [InlineData("events", """["message_received"]"""), InlineData("format", "\"form\""), InlineData("enabled", "false"), InlineData("account_ids", """["acc"]""")]
    [InlineData("data", """[{"key":"message","name":"text"}]"""), InlineData("headers", """[{"key":"Unipile-Auth","value":"old"}]"""), InlineData("headers", "null")]
    public async Task A_subscription_that_differs_is_replaced(string member, string value)
    {
        await using var fake = await Registry();
        await Register(fake, "secret");
        var (old, status) = (Of("messaging"), (string?)Of("account_status")["id"]);
        old[member] = JsonNode.Parse(value);

        Assert.Null(await Register(fake, "secret"));

        Assert.Equal(2, hooks.Count);
        Assert.NotEqual((string?)old["id"], (string?)Of("messaging")["id"]);
        Assert.Equal(status, (string?)Of("account_status")["id"]);
    }

    [Fact]
    public async Task Doubles_are_removed_and_others_left_alone()
    {
        await using var fake = await Registry();
        await Register(fake, "secret");
        Add(Of("messaging"));
        Add(Of("messaging"), hook => hook["request_url"] = "https://them.example");
        Add(Of("messaging"), hook => hook["source"] = "email");

        Assert.Null(await Register(fake, "secret"));

        Assert.Equal(4, hooks.Count);
        Assert.Single(hooks, hook => (string?)hook["request_url"] == Ours && (string?)hook["source"] == "messaging");
    }

    [Fact]
    public async Task The_new_subscription_stands_before_the_old_one_goes()
    {
        await using var fake = await Registry();
        await Register(fake, "old");
        fake.Requests.Clear();
        Assert.Null(await Register(fake, "new"));
        Assert.Equal(["POST", "DELETE", "POST", "DELETE"], fake.Requests.Select(asked => asked.Method).Where(method => method != "GET"));
    }

    [Fact]
    public async Task A_provider_that_refuses_is_quoted()
    {
        await using var fake = await FakeUnipile.Start();
        fake.Always(401, """{"type":"errors/missing_credentials"}""");
        Assert.Equal("missing_credentials", await Register(fake, "secret"));
        fake.Answer = (asked, context) => asked.Method == "GET"
            ? FakeUnipile.Json(context, 200, """{"items":[],"cursor":null}""")
            : FakeUnipile.Json(context, 400, """{"type":"errors/invalid_url"}""");
        Assert.Equal("invalid_url", await Register(fake, "secret"));
    }

    private static Task<string?> Register(FakeUnipile fake, string secret)
    {
        IChannel channel = fake.Channel(("WebhookSecret", secret));
        return channel.RegisterWebhook("acc", Ours, CancellationToken.None);
    }

    private JsonObject Of(string source) => hooks.First(hook => (string?)hook["source"] == source);

    private void Add(JsonObject like, Action<JsonObject>? change = null)
    {
        var hook = like.DeepClone().AsObject();
        hook["id"] = $"hook{Guid.NewGuid():N}";
        change?.Invoke(hook);
        hooks.Add(hook);
    }

    /// <summary>Keeps subscriptions as Unipile does, one to a page.</summary>
    private async Task<FakeUnipile> Registry()
    {
        var fake = await FakeUnipile.Start();
        fake.Answer = (asked, context) =>
        {
            if (asked.Method == "POST")
            {
                Add(JsonNode.Parse(asked.Body)!.AsObject());
                return FakeUnipile.Json(context, 201, $$"""{"object":"WebhookCreated","webhook_id":"{{(string?)hooks[^1]["id"]}}"}""");
            }

            if (asked.Method == "DELETE")
            {
                var removed = hooks.RemoveAll(hook => asked.Path == $"/api/v1/webhooks/{(string?)hook["id"]}");
                return FakeUnipile.Json(context, removed == 1 ? 200 : 404, """{"object":"WebhookDeleted"}""");
            }

            var at = asked.Path.IndexOf("&cursor=", StringComparison.Ordinal);
            var page = at < 0 ? 0 : int.Parse(asked.Path[(at + 8)..], null);
            var items = hooks.Skip(page).Take(1).Select(hook => hook.ToJsonString());
            return FakeUnipile.Json(context, 200, $$"""{"object":"WebhookList","items":[{{string.Join(',', items)}}],"cursor":{{(page + 1 < hooks.Count ? $"\"{page + 1}\"" : "null")}}}""");
        };
        return fake;
    }
}
