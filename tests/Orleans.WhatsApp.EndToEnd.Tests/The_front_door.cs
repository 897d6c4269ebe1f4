using System.Net;
using System.Text;
using System.Text.Json;
using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.EndToEnd;

/// <summary>What the front door takes, refuses and survives.</summary>
public sealed class The_front_door
{
    private const int Many = 1_000;

    [Fact]
    public async Task One_webhook_a_thousand_times_at_once_is_one_message_in_one_session()
    {
        await using var business = await Business.Open(graceSeconds: 600);
        var body = Message(business.Account.Id, "chat-1", "message-1", "Hello");
        var answers = await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => PostWebhook(business, body)));
        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
        await business.Eventually("the message", async () => (await business.Chat()).GetProperty("message_count").GetInt32() > 0);
        var id = await business.ChatId();
        Assert.Single(await business.Of(id, "messages"));
        Assert.Single(await business.Of(id, "sessions"));
    }

    [Fact]
    public async Task A_thousand_chats_at_once_are_a_thousand_sessions()
    {
        await using var business = await Business.Open(graceSeconds: 600);
        var answers = await Task.WhenAll(Enumerable.Range(0, Many).Select(number => PostWebhook(business, Message(business.Account.Id, $"chat-{number}", $"message-{number}", "Hello"))));
        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
        await business.Eventually("a thousand waiting sessions", async () => (await business.Get("/api/whatsapp/stats")).GetProperty("waitingChats").GetInt32() == Many);
        Assert.Equal(Many, (await business.Get("/api/whatsapp/stats")).GetProperty("totalMessages").GetInt32());
    }

    [Fact]
    public async Task An_event_that_was_faster_than_the_link_is_kept_and_replayed()
    {
        await using var business = await Business.Open(linked: false);
        business.World.Unipile.ConnectsAtOnce = true;
        // The provider makes the account, and its first event overtakes the answer that names it.
        business.World.Webhooks.GoDown();
        business.World.Unipile.Faults.Next(1, new ProviderFault.Slow(TimeSpan.FromSeconds(2), AfterAccepting: true), ProviderOperation.Accounts);
        var connecting = business.Post("/api/whatsapp/connect", new { });
        await business.Eventually("the account", () => Task.FromResult(business.World.Accounts.Count == 1));
        Assert.Equal(HttpStatusCode.OK, await PostWebhook(business, Message(business.World.Accounts[0].Id, "chat-1", "message-1", "Hello")));
        Assert.Empty(await business.Chats());

        await connecting;
        await business.Eventually("the replayed message", async () => (await business.Chats()).Count == 1);
        Assert.Equal("waiting", (await business.Chat()).GetProperty("session_status").GetString());
    }

    [Fact]
    public async Task A_number_whose_first_message_comes_before_its_status_is_connected_all_the_same()
    {
        await using var business = await Business.Open(linked: false, outside: options => options with { ScanAfter = null });
        var link = await business.Post("/api/whatsapp/connect", new { });
        Assert.Equal("pending", link.GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.OK, await PostWebhook(business, Message(link.GetProperty("account_id").GetString()!, "chat-1", "message-1", "Hello")));
        await business.Eventually("a waiting session", async () => (await business.Chat()).GetProperty("session_status").GetString() == "waiting");
        Assert.Contains("from Pending to Ok", business.Silo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disconnected_number_is_gone_whatever_its_provider_still_reports()
    {
        await using var business = await Business.Open();
        var status = await business.Post("/api/whatsapp/disconnect", new { });
        await business.World.WaitUntilIdle();
        Assert.False(status.GetProperty("connected").GetBoolean());
        Assert.Equal("disconnected", (await business.Get("/api/whatsapp/connection-status")).GetProperty("status").GetString());
        Assert.True((await business.Get("/api/whatsapp/connection-status")).GetProperty("account_id").ValueKind == JsonValueKind.Null);
    }

    [Theory]
    [InlineData("not json at all", HttpStatusCode.BadRequest)]
    [InlineData("{\"event\":\"message_received\"", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("{\"event\":\"party_started\",\"account_type\":\"WHATSAPP\"}", HttpStatusCode.OK)]
    public async Task Bad_input_gets_a_clear_answer_and_harms_nobody(string body, HttpStatusCode expected)
    {
        await using var business = await Business.Open(graceSeconds: 600);
        Assert.Equal(expected, await PostWebhook(business, body));
        Assert.Empty(await business.Chats());
        Assert.Equal(HttpStatusCode.OK, await PostWebhook(business, Message(business.Account.Id, "chat-1", "message-1", "Hello")));
        await business.Eventually("the next message", async () => (await business.Chats()).Count == 1);
    }

    [Fact]
    public async Task A_wrong_secret_is_401_a_huge_body_413_and_both_are_problems()
    {
        await using var business = await Business.Open(settings: new Dictionary<string, string> { ["Unipile__WebhookSecret"] = "s3cret" }, linked: false);
        using var http = new HttpClient { BaseAddress = business.Silo.Url };
        using var wrong = await http.PostAsync("/webhooks/unipile", new StringContent("{}"));
        Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (wrong.StatusCode, wrong.Content.Headers.ContentType?.MediaType));

        using var huge = new HttpRequestMessage(HttpMethod.Post, "/webhooks/unipile") { Content = new StringContent(new string(' ', 3 * 1024 * 1024 + 1)) };
        huge.Headers.Add("x-unipile-secret", "s3cret");
        using var refused = await http.SendAsync(huge);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "application/problem+json"), (refused.StatusCode, refused.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task No_log_line_holds_a_message_or_a_phone_number()
    {
        await using var business = await Business.Open(graceSeconds: 1);
        var contact = business.World.Contact("+905557654321", "Ayşe");
        contact.Write("a secret that must not be logged");
        await business.Eventually("the answer", () => Task.FromResult(contact.Received.Count == 1));
        Assert.DoesNotContain("a secret that must not be logged", business.Silo.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("905557654321", business.Silo.Output, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> PostWebhook(Business business, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await business.Http.PostAsync("/webhooks/unipile", content);
        return answer.StatusCode;
    }

    private static string Message(string account, string chat, string id, string text) => JsonSerializer.Serialize(new
    {
        @event = "message_received",
        account_id = account,
        account_type = "WHATSAPP",
        chat_id = chat,
        message_id = id,
        message = text,
        timestamp = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture),
        is_sender = false,
        sender = new { attendee_name = "Ayşe", attendee_provider_id = $"9055500{Math.Abs(chat.GetHashCode(StringComparison.Ordinal)) % 100000:00000}@s.whatsapp.net" },
    });
}
