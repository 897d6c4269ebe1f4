using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Silo.SignIn;

namespace Orleans.WhatsApp.Silo;

public sealed class WebhookTests(Stage stage) : IClassFixture<Stage>
{
    [Fact]
    public async Task A_contacts_message_is_kept_and_becomes_a_chat()
    {
        var chat = await stage.NewChat("Are you open?");
        var seen = (await stage.Get(stage.Member, chat)).Ok();
        Assert.Equal("Are you open?", seen.GetProperty("last_message_preview").GetString());
        Assert.Equal("waiting", seen.GetProperty("session_status").GetString());
        await Counted("result=\"kept\"");
    }

    [Fact]
    public async Task The_same_event_twice_is_received_once()
    {
        var body = stage.FromContact("chat-twice");
        Assert.Equal("received", (await stage.Webhook(body)).Ok().GetProperty("status").GetString());
        (await stage.Webhook(body)).Ok();
        (await stage.Webhook(stage.FromContact("chat-twice", "and another"))).Ok();
        var path = $"/api/whatsapp/chats/{stage.ChatId("chat-twice")}";
        await Stage.Until("the last message", async () =>
            await stage.Get(stage.Member, path) is { Status: System.Net.HttpStatusCode.OK } found
                && found.Text("last_message_preview") == "and another");
        Assert.Equal(2, (await stage.Get(stage.Member, path)).Ok().GetProperty("message_count").GetInt32());
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"Kind\":\"nothing known\"}")]
    public async Task What_is_no_event_is_refused(string body) => (await Raw(Encoding.UTF8.GetBytes(body))).Problem(400, "malformed_event");

    [Fact]
    public async Task What_is_not_for_us_is_answered_and_counted_by_reason()
    {
        (await stage.Webhook(new FakeBody("group", Stage.Account))).Ok();
        await Counted("reason=\"group\",result=\"discarded\"");
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_with_or_without_its_length()
    {
        (await Raw(new byte[3 * 1024 * 1024 + 1])).Problem(413, "payload_too_large");
        using var unknownLength = new StreamContent(new Unseekable(3 * 1024 * 1024 + 1));
        (await Answer.Of(stage.Anyone.PostAsync("/webhooks/unipile", unknownLength))).Problem(413, "payload_too_large");
    }

    [Fact]
    public async Task A_store_that_fails_makes_the_provider_send_again()
    {
        stage.Inbox.BeforeKeep = () => throw new IOException("the disk is gone");
        var body = stage.FromContact("chat-again");
        (await stage.Webhook(body)).Problem(503, "unavailable");
        stage.Inbox.BeforeKeep = () => Task.CompletedTask;
        (await stage.Webhook(body)).Ok();
        await Counted("result=\"failed\"");
    }

    [Fact]
    public async Task A_store_that_hangs_makes_the_provider_send_again()
    {
        var hanging = new TaskCompletionSource();
        var isAsked = new TaskCompletionSource();
        stage.Inbox.BeforeKeep = () =>
        {
            isAsked.TrySetResult();
            return hanging.Task;
        };
        var answering = stage.Webhook(stage.FromContact("chat-hangs"));
        await isAsked.Task;
        // It may be asked before the door begins to count.
        await Stage.Until("the door to lose patience", () =>
        {
            stage.Clock.Advance(TimeSpan.FromSeconds(11));
            return Task.FromResult(answering.IsCompleted);
        });
        (await answering).Problem(503, "unavailable");
        stage.Inbox.BeforeKeep = () => Task.CompletedTask;
        hanging.SetResult();
    }

    [Fact]
    public async Task An_event_of_an_account_that_nobody_has_linked_yet_is_kept_and_replayed_when_it_is_linked()
    {
        (await stage.Webhook(stage.FromContact("chat-early", account: "account-late"))).Ok();
        await Counted("result=\"unlinked\"");
        (await stage.Get(stage.Member, $"/api/whatsapp/chats/{stage.ChatId("chat-early")}")).Problem(404, "chat_not_found");

        stage.Channel.ConnectAnswer = new ConnectResult.Linked("account-late", "", ChannelStatus.Ok);
        (await stage.Post(stage.Stranger, "/api/whatsapp/connect")).Ok();
        stage.Channel.ConnectAnswer = new ConnectResult.Linked(Stage.Account, "", ChannelStatus.Ok);
        await Stage.Until("the replayed chat", async () =>
            (await stage.Get(stage.Stranger, "/api/whatsapp/chats")).Ok().GetProperty("total").GetInt32() == 1);
    }

    [Fact]
    public async Task A_link_that_is_made_while_an_event_comes_in_loses_nothing()
    {
        await using var late = await Stage.Bare();
        var channels = late.Services.GetRequiredService<IChannelStore>();
        // Between the look-up and the write, the number is linked and the (still empty) shelf replayed.
        late.Inbox.BeforeKeep = async () =>
        {
            late.Inbox.BeforeKeep = () => Task.CompletedTask;
            var key = ChannelKey.Of(Bootstrap.FirstTenant, "unipile");
            Assert.True(
                await channels.Save(
                new ChannelAccount(key.Tenant, key.Channel, "unipile", "account-9", ChannelStatus.Ok, "", late.Clock.GetUtcNow(), false)));
        };
        (await late.Webhook(late.FromContact("chat-between", account: "account-9"))).Ok();
        await Stage.Until("the chat", async () =>
            (await late.Get(late.Admin, "/api/whatsapp/chats")).Ok().GetProperty("total").GetInt32() == 1);
    }

    [Fact]
    public async Task A_tenant_without_the_feature_keeps_nothing()
    {
        var tenant = stage.Tenant(Bootstrap.FirstTenant);
        await tenant.SetFeatures([]);
        PastWhatIsRemembered();
        (await stage.Webhook(stage.FromContact("chat-off"))).Ok();
        await Counted("reason=\"feature_off\",result=\"discarded\"");
        (await stage.Get(stage.Member, "/api/whatsapp/chats")).Problem(403, "feature_disabled");

        await tenant.SetFeatures(["whatsapp_agent"]);
        await tenant.SetActive(false);
        PastWhatIsRemembered();
        (await stage.Webhook(stage.FromContact("chat-off"))).Ok();
        await tenant.SetActive(true);
        (await stage.Get(stage.Member, $"/api/whatsapp/chats/{stage.ChatId("chat-off")}")).Problem(404, "chat_not_found");
    }

    private void PastWhatIsRemembered() => stage.Clock.Advance(TimeSpan.FromSeconds(1));

    [Fact]
    public async Task What_the_provider_says_about_the_account_reaches_the_channel()
    {
        var channel = stage.Services.GetRequiredService<IGrainFactory>()
            .GetGrain<IChannelGrain>(ChannelKey.Of(Bootstrap.FirstTenant, "unipile").ToString());
        (await stage.Webhook(new FakeBody("status", Stage.Account, Text: "Error"))).Ok();
        Assert.Equal(ChannelStatus.Error, (await channel.Read()).Status);
        (await stage.Webhook(new FakeBody("status", Stage.Account, Text: "Ok"))).Ok();
        Assert.Equal(ChannelStatus.Ok, (await channel.Read()).Status);

        (await stage.Webhook(new FakeBody("status", "nobodys-account", Text: "Error"))).Ok();
        await Counted("reason=\"unlinked_status\",result=\"discarded\"");
        (await stage.Webhook(new FakeBody("status", Stage.Account, Text: "Never heard of"))).Ok();
        await Counted("reason=\"unknown_status\",result=\"discarded\"");
    }

    [Fact]
    public async Task A_contacts_chat_stays_the_same_when_the_account_is_replaced()
    {
        await using var moving = await Stage.Bare();
        var phone = "+905551112233";
        moving.Channel.ConnectAnswer = new ConnectResult.Linked("old", "", ChannelStatus.Ok);
        (await moving.Post(moving.Admin, "/api/whatsapp/connect")).Ok();
        (await moving.Webhook(new FakeBody("contact", "old", "old-chat", "m1", "before", phone))).Ok();
        var path = $"/api/whatsapp/chats/{moving.ChatId("old-chat")}";
        await Stage.Until("the chat", async () => (await moving.Get(moving.Admin, path)).Status == System.Net.HttpStatusCode.OK);

        moving.Channel.ConnectAnswer = new ConnectResult.Linked("new", "", ChannelStatus.Ok);
        (await moving.Post(moving.Admin, "/api/whatsapp/connect")).Ok();
        (await moving.Webhook(new FakeBody("contact", "new", "new-chat", "m2", "after", phone))).Ok();
        await Stage.Until("the second message", async () =>
            (await moving.Get(moving.Admin, path)).Ok().GetProperty("message_count").GetInt32() == 2);
        Assert.Equal(1, (await moving.Get(moving.Admin, "/api/whatsapp/chats")).Ok().GetProperty("total").GetInt32());
        var key = ChannelKey.Of(Bootstrap.FirstTenant, "unipile");
        Assert.Equal(moving.ChatId("old-chat"), await moving.Services.GetRequiredService<IChannelStore>()
            .Alias(key.Tenant, key.Channel, "new-chat"));
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("wrong", 401)]
    [InlineData("the secret", 200)]
    public async Task A_configured_secret_must_be_told(string? told, int status)
    {
        await using var guarded = await Stage.Bare(("Unipile:WebhookSecret", "the secret"));
        if (told is not null) guarded.Anyone.DefaultRequestHeaders.Add("x-unipile-secret", told);
        var answer = await guarded.Webhook(guarded.FromContact("chat"));
        Assert.Equal(status, (int)answer.Status);
        if (status == 401) answer.Problem(401, "invalid_webhook_secret");
    }

    private Task<Answer> Raw(byte[] body) => Answer.Of(stage.Anyone.PostAsync("/webhooks/unipile", new ByteArrayContent(body)));

    private async Task Counted(string tags) =>
        Assert.Contains($"whatsapp_webhooks_total{{", (await stage.Get(stage.Anyone, "/metrics")).Body.Split('\n')
            .First(line => line.Contains(tags, StringComparison.Ordinal)), StringComparison.Ordinal);

    private sealed class Unseekable(int length) : Stream
    {
        private int _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = Math.Min(count, _left);
            _left -= read;
            return read;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
