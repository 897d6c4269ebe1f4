using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Silo.SignIn;

namespace Orleans.WhatsApp.Silo;

public sealed class MetaWebhookTests : IAsyncLifetime
{
    private const string Number = "100000000000001";
    private const string Secret = "app secret";
    private Stage _stage = null!;
    private int _ids;

    public async Task InitializeAsync()
    {
        _stage = await Stage.Bare(("Meta:AppSecret", Secret), ("Meta:AppSecretPrevious", "the one before"), ("Meta:VerifyToken", "ours"));
        Assert.True(await _stage.Services.GetRequiredService<IChannelStore>().Save(
            new ChannelAccount(Key.Tenant, Key.Channel, "meta", Number, ChannelStatus.Ok, "", _stage.Clock.GetUtcNow(), HasMigrated: true)));
    }

    public Task DisposeAsync() => _stage.DisposeAsync().AsTask();

    private static ChannelKey Key => ChannelKey.Of(Bootstrap.FirstTenant, "meta");

    [Fact]
    public async Task The_address_is_confirmed_with_the_challenge_as_plain_text()
    {
        var answer = await _stage.Anyone.GetAsync("/webhooks/meta?hub.mode=subscribe&hub.verify_token=ours&hub.challenge=1158201444");
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("1158201444", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(""), InlineData("?hub.mode=subscribe&hub.challenge=1"), InlineData("?hub.mode=subscribe&hub.verify_token=theirs&hub.challenge=1"), InlineData("?hub.mode=other&hub.verify_token=ours&hub.challenge=1")]
    [InlineData("?hub.mode=subscribe&hub.verify_token=ours"), InlineData("?hub.mode=subscribe&hub.verify_token=ours&hub.verify_token=ours&hub.challenge=1"), InlineData("?hub_mode=subscribe&hub_verify_token=ours&hub_challenge=1")]
    public async Task To_nobody_else_it_is_confirmed(string query) => (await _stage.Get(_stage.Anyone, $"/webhooks/meta{query}")).Problem(403, "invalid_verify_token");

    [Fact]
    public async Task Without_its_settings_nothing_is_confirmed_and_nothing_taken()
    {
        await using var bare = await Stage.Bare();
        (await bare.Get(bare.Anyone, "/webhooks/meta?hub.mode=subscribe&hub.verify_token=&hub.challenge=1")).Problem(403, "invalid_verify_token");
        var body = Bytes(Message("hi"));
        (await Post(bare, body, Signed(body, ""))).Problem(401, "invalid_signature");
    }

    [Fact]
    public async Task Each_of_many_messages_reaches_its_chat()
    {
        (await Report(Delivery(Message("one", "905551112233"), Message("two", "905551112233"), Message("other", "905551112244")))).Ok();
        await Messages(Chat("905551112233"), "one", "two");
        await Messages(Chat("905551112244"), "other");
    }

    [Fact]
    public async Task A_person_is_the_same_by_number_and_by_user_id()
    {
        (await Report(Delivery(Message("by number", "905551112233", "US.1")))).Ok();
        await Messages(Chat("905551112233"), "by number");
        (await Report(Delivery(Message("hidden", "", "US.1")))).Ok();
        await Messages(Chat("905551112233"), "by number", "hidden");
        (await Report(Delivery(Message("a stranger", "", "US.2")))).Ok();
        await Messages(Chat("US.2"), "a stranger");
    }

    [Fact]
    public async Task Marks_reach_their_message_in_whatever_order_they_come()
    {
        (await Report(Delivery(Mark("wamid.early", "reaction", """{ "message_id": "wamid.early", "emoji": "👍" }"""), Mark("wamid.e", "edit",
            """{ "original_message_id": "wamid.early", "message": { "type": "text", "text": { "body": "edited" } } }""")))).Ok();
        (await Report(Delivery(Message("as written", "905551112233", id: "wamid.early")))).Ok();
        await Messages(Chat("905551112233"), "edited");
        (await Report(Delivery(Mark("wamid.d", "revoke", """{ "original_message_id": "wamid.early" }""")))).Ok();
        await Stage.Until("the deletion", async () => (await Listed(Chat("905551112233"))) is [var only] && only.GetProperty("is_deleted").GetBoolean());
        Assert.Equal("👍", (await Listed(Chat("905551112233")))[0].GetProperty("reactions")[0].GetProperty("emoji").GetString());
    }

    [Fact]
    public async Task Statuses_alone_start_nothing()
    {
        (await Report(Statuses("sent", "delivered", "read", "played", "failed"))).Ok();
        (await Report(Delivery(Message("hi", "905551112244")))).Ok();
        await Messages(Chat("905551112244"), "hi");
        // They wait for their message: the chat has no session, and nothing in it.
        await Stage.Until("the marks' chat", async () => (await _stage.Get(_stage.Admin, Chat("905551112299"))).Status == System.Net.HttpStatusCode.OK);
        Assert.Empty(await Listed(Chat("905551112299")));
        Assert.Equal(0, (await _stage.Get(_stage.Admin, $"{Chat("905551112299")}/sessions")).Ok().GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task What_a_person_writes_on_the_phone_answers_the_contact()
    {
        (await Report(Delivery(Message("Are you open?", "905551112233")))).Ok();
        await Messages(Chat("905551112233"), "Are you open?");
        (await Report(Echo("Yes, until six."))).Ok();
        await Messages(Chat("905551112233"), "Are you open?", "Yes, until six.");
        Assert.Equal("human", (await Listed(Chat("905551112233")))[1].GetProperty("sender").GetString());
        Assert.NotEqual("waiting", (await _stage.Get(_stage.Admin, Chat("905551112233"))).Ok().GetProperty("session_status").GetString());
    }

    [Theory]
    [InlineData(null), InlineData("sha256=0000000000000000000000000000000000000000000000000000000000000000"), InlineData("other")]
    public async Task What_is_not_signed_with_our_secret_is_not_taken(string? signature)
    {
        var body = Bytes(Delivery(Message("forged", "905551112233")));
        (await Post(_stage, body, signature == "other" ? Signed(body, "another secret") : signature)).Problem(401, "invalid_signature");
        // Whatever comes after is taken, and alone.
        (await Report(Delivery(Message("true", "905551112233")))).Ok();
        await Messages(Chat("905551112233"), "true");
    }

    [Fact]
    public async Task A_body_that_was_written_anew_is_not_what_was_signed()
    {
        var signed = Bytes(Delivery(Message("caf\\u00e9", "905551112233")));
        var anew = Bytes(Delivery(Message("café", "905551112233", id: "wamid.1")));
        (await Post(_stage, anew, Signed(signed, Secret))).Problem(401, "invalid_signature");
        (await Post(_stage, signed, Signed(signed, Secret))).Ok();
        await Messages(Chat("905551112233"), "café");
    }

    [Fact]
    public async Task While_the_secret_is_replaced_both_are_taken()
    {
        foreach (var secret in (string[])[Secret, "the one before"])
        {
            var body = Bytes(Delivery(Message(secret, "905551112233")));
            (await Post(_stage, body, Signed(body, secret))).Ok();
        }

        await Messages(Chat("905551112233"), Secret, "the one before");
    }

    [Fact]
    public async Task A_batch_is_stored_whole_or_not_at_all()
    {
        var body = Delivery(Message("one", "905551112233"), Message("two", "905551112244"));
        _stage.Inbox.BeforeKeep = () => throw new IOException("the disk is gone");
        (await Report(body)).Problem(503, "unavailable");
        _stage.Inbox.BeforeKeep = () => Task.CompletedTask;
        Assert.Equal(0, (await _stage.Get(_stage.Admin, "/api/whatsapp/chats")).Ok().GetProperty("total").GetInt32());
        (await Report(body)).Ok();
        (await Report(body)).Ok();
        await Messages(Chat("905551112233"), "one");
        await Messages(Chat("905551112244"), "two");
    }

    [Theory]
    [InlineData("not json", 400), InlineData("[]", 400), InlineData("{}", 200), InlineData("""{ "object": "whatsapp_business_account", "entry": [] }""", 200)]
    public async Task What_is_signed_and_holds_nothing_is_answered(string body, int status)
    {
        var answer = await Report(body);
        Assert.Equal(status, (int)answer.Status);
        if (status == 400) answer.Problem(400, "malformed_event");
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused() => (await Post(_stage, new byte[3 * 1024 * 1024 + 1], "sha256=anything")).Problem(413, "payload_too_large");

    private Task<Answer> Report(string body) => Post(_stage, Bytes(body), Signed(Bytes(body), Secret));

    private static async Task<Answer> Post(Stage stage, byte[] body, string? signature)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/meta") { Content = content };
        if (signature is not null) request.Headers.Add("X-Hub-Signature-256", signature);
        return await Answer.Of(stage.Anyone.SendAsync(request));
    }

    private static byte[] Bytes(string body) => Encoding.UTF8.GetBytes(body);

    private static string Signed(byte[] body, string secret) => $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}";

    private static string Chat(string providerChatId) => $"/api/whatsapp/chats/{ChatId.Of(Key.Channel, providerChatId)}";

    private async Task<IReadOnlyList<JsonElement>> Listed(string chat)
    {
        var answer = await _stage.Get(_stage.Admin, $"{chat}/messages");
        return answer.Status == System.Net.HttpStatusCode.OK ? [.. answer.Json.GetProperty("items").EnumerateArray().OrderBy(message => message.GetProperty("createdAt").GetString(), StringComparer.Ordinal)] : [];
    }

    private Task Messages(string chat, params string[] texts) => Stage.Until(
        $"the messages {string.Join(" | ", texts)}", async () => (await Listed(chat)).Select(message => message.GetProperty("text").GetString()).SequenceEqual(texts));

    private string Time() => $"{_stage.Clock.GetUtcNow().ToUnixTimeSeconds() + _ids}";

    private string Message(string text, string from = "905551112233", string userId = "", string id = "") => $$"""
        { {{(from.Length > 0 ? $"\"from\": \"{from}\"," : "")}} {{(userId.Length > 0 ? $"\"from_user_id\": \"{userId}\"," : "")}} "id": "{{(id.Length > 0 ? id : $"wamid.{++_ids}")}}", "timestamp": "{{Time()}}", "type": "text", "text": { "body": "{{text}}" } }
        """;

    private string Mark(string id, string type, string content) => $$"""{ "from": "905551112233", "id": "{{id}}", "timestamp": "{{Time()}}", "type": "{{type}}", "{{type}}": {{content}} }""";

    private static string Delivery(params string[] messages) => Change("messages", $$""" "messages": [{{string.Join(',', messages)}}] """);

    private string Echo(string text) => Change("smb_message_echoes", $$""" "message_echoes": [{ "from": "15550001111", "to": "905551112233", "id": "wamid.{{++_ids}}", "timestamp": "{{Time()}}", "type": "text", "text": { "body": "{{text}}" } }] """);

    private string Statuses(params string[] words) => Change("messages", $$""" "statuses": [{{string.Join(',', words.Select(word => $$"""{ "id": "wamid.out", "status": "{{word}}", "timestamp": "{{Time()}}", "recipient_id": "905551112299" }"""))}}] """);

    private static string Change(string field, string value) => $$"""
        { "object": "whatsapp_business_account", "entry": [{ "id": "2", "changes": [{ "field": "{{field}}", "value": {
          "messaging_product": "whatsapp", "metadata": { "display_phone_number": "15550001111", "phone_number_id": "{{Number}}" }, {{value}} } }] }] }
        """;
}
