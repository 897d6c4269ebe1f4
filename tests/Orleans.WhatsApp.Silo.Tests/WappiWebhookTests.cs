using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Silo.SignIn;

namespace Orleans.WhatsApp.Silo;

public sealed class WappiWebhookTests : IAsyncLifetime
{
    private const string Profile = "971cdfd1-0000";
    private const string Contact = "905551112233";
    private Stage _stage = null!;

    public async Task InitializeAsync()
    {
        _stage = await Stage.Bare(("Wappi:WebhookSecret", "ours"));
        Assert.True(await _stage.Services.GetRequiredService<IChannelStore>().Save(
            new ChannelAccount(Key.Tenant, Key.Channel, "wappi", Profile, ChannelStatus.Ok, "", _stage.Clock.GetUtcNow(), HasMigrated: false)));
    }

    public Task DisposeAsync() => _stage.DisposeAsync().AsTask();

    private static ChannelKey Key => ChannelKey.Of(Bootstrap.FirstTenant, "wappi");

    private static string Chat => $"/api/whatsapp/chats/{ChatId.Of(Key.Channel, Contact)}";

    [Fact]
    public async Task Each_element_of_a_delivery_reaches_its_chat()
    {
        (await Report($$"""{"messages":[{{Message("m1", "one")}},{{Message("m2", "two")}}]}""")).Ok();
        (await Report($$"""{"messages":{{Message("m3", "three")}}}""")).Ok();
        (await Report(Message("m3", "three"))).Ok();
        (await Report(Message("m4", "four"))).Ok();
        await Messages("one", "two", "three", "four");
    }

    [Fact]
    public async Task A_message_that_is_polled_and_reported_is_there_once()
    {
        var channel = _stage.Services.GetServices<IChannel>().Single(one => one.Provider == "wappi");
        var now = _stage.Clock.GetUtcNow();
        (await Report(Message("m1", "once"))).Ok();
        var listed = Encoding.UTF8.GetBytes(
            $$$"""{"part":"message","profile_id":"{{{Profile}}}","chat_id":"{{{Contact}}}","message":{"id":"m1","type":"chat","fromMe":false,"from":"{{{Contact}}}@c.us","senderName":"Ayşe","time":{{{Time}}},"body":"once","chatId":"{{{Contact}}}@c.us"}}""");
        var read = Assert.IsType<InboundEvent.ToChat>(channel.Read("wappi.message", listed, now));
        var chat = new ChatKey(Key.Tenant, Key.Channel, ChatId.Of(Key.Channel, Contact));
        await _stage.Services.GetRequiredService<IInbox>().Keep([new InboxEvent(chat, read.Kind, read.ProviderMessageId, read.ContentHash, "wappi.message", listed, now)]);
        (await Report(Message("m2", "after"))).Ok();
        await Messages("once", "after");
    }

    [Fact]
    public async Task A_person_on_the_phone_answers_the_contact()
    {
        (await Report(Message("m1", "Are you open?"))).Ok();
        await Messages("Are you open?");
        (await Report($$"""{"wh_type":"outgoing_message_phone","profile_id":"{{Profile}}","id":"m2","type":"chat","body":"Until six.","from":"905550000000@c.us","to":"{{Contact}}@c.us","chatId":"{{Contact}}@c.us","is_me":true}""")).Ok();
        await Messages("Are you open?", "Until six.");
    }

    [Theory, InlineData(null), InlineData("theirs"), InlineData("ours")]
    public async Task What_does_not_tell_the_secret_is_not_taken(string? told)
    {
        (await Report(Message("forged", "forged"), told)).Problem(401, "invalid_webhook_secret");
        (await Report(Message("forged", "forged"), OwnSecret(Profile), "another")).Problem(401, "invalid_webhook_secret");
        (await Report(Message("m1", "true"))).Ok();
        await Messages("true");
    }

    [Fact]
    public async Task A_profile_speaks_for_itself_alone()
    {
        (await Report(Message("forged", "forged"), OwnSecret("another"), "another")).Ok();
        (await Report(Message("m1", "true"))).Ok();
        await Messages("true");
        Assert.Contains("reason=\"foreign_account\"", (await _stage.Get(_stage.Anyone, "/metrics")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_within_an_event_does_not_make_it_too_large()
    {
        var file = new string('A', 8 * 1024 * 1024);
        (await Report($$"""{"wh_type":"incoming_message","profile_id":"{{Profile}}","id":"m1","type":"document","body":"{{file}}","caption":"the plan","from":"{{Contact}}@c.us","chatId":"{{Contact}}@c.us","time":{{Time}}}""")).Ok();
        await Messages("the plan");
        (await Report(new string(' ', (24 * 1024 * 1024) + 1))).Problem(413, "payload_too_large");
    }

    [Theory, InlineData("not json", 400), InlineData("7", 400), InlineData("[]", 200), InlineData("{}", 200), InlineData("""{"messages":[]}""", 200)]
    public async Task What_holds_nothing_is_answered(string body, int status) => Assert.Equal(status, (int)(await Report(body)).Status);

    private string Time => $"{_stage.Clock.GetUtcNow().ToUnixTimeSeconds()}";

    private string Message(string id, string text) =>
        $$"""{"wh_type":"incoming_message","profile_id":"{{Profile}}","id":"{{id}}","type":"chat","body":"{{text}}","from":"{{Contact}}@c.us","to":"905550000000@c.us","chatId":"{{Contact}}@c.us","senderName":"Ayşe","time":{{Time}},"is_me":false}""";

    private static string OwnSecret(string profile) => Convert.ToHexStringLower(HMACSHA256.HashData("ours"u8, Encoding.UTF8.GetBytes(profile)));

    private Task<Answer> Report(string body) => Report(body, OwnSecret(Profile));

    private async Task<Answer> Report(string body, string? secret, string profile = Profile)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/wappi?profile_id={profile}") { Content = content };
        if (secret is not null) request.Headers.TryAddWithoutValidation("Authorization", secret);
        return await Answer.Of(_stage.Anyone.SendAsync(request));
    }

    private Task Messages(params string[] texts) => Stage.Until($"the messages {string.Join(" | ", texts)}", async () =>
    {
        var answer = await _stage.Get(_stage.Admin, $"{Chat}/messages");
        return answer.Status == System.Net.HttpStatusCode.OK && answer.Json.GetProperty("items").EnumerateArray()
            .Select(message => message.GetProperty("text").GetString()).Order(StringComparer.Ordinal).SequenceEqual(texts.Order(StringComparer.Ordinal));
    });
}
