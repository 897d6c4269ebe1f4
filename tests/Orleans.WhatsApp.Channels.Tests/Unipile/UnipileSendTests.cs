using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Channels.Unipile;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.Unipile;

public class UnipileSendTests
{
    private const string Sent = """{"object":"MessageSent","message_id":"m1"}""";

    private static OutgoingMessage Said(string text) => new(text, "reference");

    [Fact]
    public async Task A_send_is_a_form_with_its_text_and_account()
    {
        await using var fake = await FakeUnipile.Start();
        fake.Always(201, Fixture.Text("constructed_rest_message_sent"));

        Assert.Equal(new SendResult.Accepted("msgWAccccccccccccccccc"), await fake.Channel().Send("acc", "chat/1", Said("Grüße 👍\nsecond line")));

        var asked = Assert.Single(fake.Requests);
        Assert.Equal("POST /api/v1/chats/chat%2F1/messages", asked.Line);
        Assert.Equal("key", asked.Header("X-API-KEY"));
        Assert.Equal(new Dictionary<string, string> { ["text"] = "Grüße 👍\nsecond line", ["account_id"] = "acc" }, asked.Form);
    }

    [Fact]
    public async Task A_chat_is_begun_with_a_number_and_the_answer_names_it()
    {
        await using var fake = await FakeUnipile.Start();
        fake.Always(201, """{"object":"ChatStarted","chat_id":"chat-7","message_id":"m7"}""");

        Assert.Equal(new SendResult.Accepted("m7") { ProviderChatId = "chat-7" }, await fake.Channel().Begin("acc", "+905551112233", Said("Hi")));

        var asked = Assert.Single(fake.Requests);
        Assert.Equal("POST /api/v1/chats", asked.Line);
        Assert.Equal(new Dictionary<string, string> { ["text"] = "Hi", ["account_id"] = "acc", ["attendees_ids"] = "905551112233@s.whatsapp.net" }, asked.Form);
    }

    [Fact]
    public async Task A_chat_that_could_not_be_begun_says_why()
    {
        await using var fake = await FakeUnipile.Start();
        fake.Always(422, Fixture.Text("constructed_error_422_invalid_recipient"));
        Assert.Equal(new SendResult.Refused("invalid_recipient"), await fake.Channel().Begin("acc", "+905551112233", Said("Hi")));
        fake.Always(201, """{"object":"ChatStarted","chat_id":null,"message_id":null}""");
        Assert.Equal(new SendResult.Accepted(null), await fake.Channel().Begin("acc", "+905551112233", Said("Hi")));
    }

    [Theory]
    [InlineData("""{"object":"MessageSent","message_id":null}"""), InlineData("""{"message_id":7}"""), InlineData("<html>"), InlineData(""), InlineData("[]")]
    public async Task An_accepted_send_whose_answer_names_no_message_is_accepted_all_the_same(string body)
    {
        await using var fake = await FakeUnipile.Start();
        fake.Always(201, body);
        Assert.Equal(new SendResult.Accepted(null), await fake.Channel().Send("acc", "chat", Said("hi")));
    }

    [Fact]
    public async Task An_accepted_send_whose_answer_breaks_off_is_accepted_all_the_same()
    {
        await using var fake = await FakeUnipile.Start();
        fake.Answer = async (_, context) =>
        {
            // The server closes the connection after fewer bytes than it announced.
            context.Response.StatusCode = 201;
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("""{"object":"Mess""");
        };
        Assert.Equal(new SendResult.Accepted(null), await fake.Channel().Send("acc", "chat", Said("hi")));
    }

    [Fact]
    public async Task A_refused_send_says_why()
    {
        await using var fake = await FakeUnipile.Start();
        fake.Always(401, Fixture.Text("constructed_error_401_disconnected_account"));
        Assert.Equal(new SendResult.Postponed("disconnected_account", ChannelStatus.NeedsReconnect), await fake.Channel().Send("acc", "chat", Said("hi")));
        fake.Always(422, Fixture.Text("constructed_error_422_invalid_recipient"));
        Assert.Equal(new SendResult.Refused("invalid_recipient"), await fake.Channel().Send("acc", "chat", Said("hi")));
        fake.Always(502, "<html>Bad gateway</html>");
        Assert.Equal(new SendResult.Unclear("http_502"), await fake.Channel().Send("acc", "chat", Said("hi")));
    }

    [Fact]
    public async Task A_send_without_an_answer_in_time_is_unclear()
    {
        await using var fake = await FakeUnipile.Start();
        var finish = new TaskCompletionSource();
        fake.Answer = (_, _) => finish.Task;
        Assert.Equal(new SendResult.Unclear("timeout"), await fake.Channel(("SendTimeout", "00:00:00.300")).Send("acc", "chat", Said("hi")));
        Assert.Single(fake.Requests);
        finish.SetResult();
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_send_whose_connection_breaks_is_unclear_and_never_repeated(bool onUsedConnection)
    {
        await using var fake = await FakeUnipile.Start();
        var channel = fake.Channel();
        fake.Always(201, Sent);
        if (onUsedConnection) Assert.IsType<SendResult.Accepted>(await channel.Send("acc", "chat", Said("first")));
        fake.Requests.Clear();

        fake.Answer = (_, context) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        Assert.Equal(new SendResult.Unclear("connection_lost"), await channel.Send("acc", "chat", Said("hi")));
        Assert.Single(fake.Requests);
    }

    [Fact]
    public async Task A_send_that_finds_nobody_listening_is_postponed()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        await using var services = FakeUnipile.Services([("BaseUrl", $"http://127.0.0.1:{port}")]);
        Assert.Equal(new SendResult.Postponed("unreachable"), await services.GetRequiredService<IChannel>().Send("acc", "chat", Said("hi")));
    }

    [Fact]
    public async Task A_send_that_cannot_shake_hands_is_postponed()
    {
        await using var fake = await FakeUnipile.Start();
        await using var services = FakeUnipile.Services([("BaseUrl", fake.Url.Replace("http:", "https:", StringComparison.Ordinal))]);
        Assert.Equal(new SendResult.Postponed("unreachable"), await services.GetRequiredService<IChannel>().Send("acc", "chat", Said("hi")));
        Assert.Empty(fake.Requests);
    }

    [Theory, InlineData(SocketError.HostNotFound), InlineData(SocketError.TryAgain), InlineData(SocketError.NetworkUnreachable), InlineData(SocketError.ConnectionReset)]
    public async Task A_send_that_fails_to_connect_is_postponed(SocketError error)
    {
        await using var services = Connecting((_, _) => throw new SocketException((int)error));
        Assert.Equal(new SendResult.Postponed("unreachable"), await services.GetRequiredService<IChannel>().Send("acc", "chat", Said("hi")));
    }

    [Fact]
    public async Task A_send_that_gets_no_connection_in_time_is_postponed()
    {
        await using var services = Connecting(async (_, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            throw new InvalidOperationException();
        });
        Assert.Equal(new SendResult.Postponed("unreachable"), await services.GetRequiredService<IChannel>().Send("acc", "chat", Said("hi")));
    }

    [Fact]
    public async Task Without_settings_everything_answers_that_it_is_not_configured()
    {
        await using var services = FakeUnipile.Services([]);
        var channel = services.GetRequiredService<IChannel>();
        Assert.Equal(new SendResult.Postponed("not_configured"), await channel.Send("acc", "chat", Said("hi")));
        Assert.Null(await channel.FindSent("acc", "chat", new SentMessage("hi"), Fixture.ReceivedAt, CancellationToken.None));
        Assert.Null(await channel.Pull("acc", "chat", Fixture.ReceivedAt, CancellationToken.None));
        Assert.Null(await channel.Status("acc", CancellationToken.None));
        Assert.False(await channel.Disconnect("acc", CancellationToken.None));
        Assert.Equal(new ConnectResult.Failed("not_configured", ""), await channel.Connect(null, ConnectWith.Nothing, CancellationToken.None));
        Assert.Equal("not_configured", await channel.RegisterWebhook("acc", "https://us.example/webhooks/unipile", CancellationToken.None));
    }

    [Fact]
    public async Task A_chat_id_that_would_leave_its_path_is_refused()
    {
        await using var fake = await FakeUnipile.Start();
        Assert.Equal(new SendResult.Refused("invalid_chat"), await fake.Channel().Send("acc", "..", Said("hi")));
        Assert.Empty(fake.Requests);
    }

    private static ServiceProvider Connecting(Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect) =>
        FakeUnipile.Services([("BaseUrl", "http://unipile.example")], services => services.AddHttpClient(UnipileHttp.ClientName).ConfigurePrimaryHttpMessageHandler(() =>
        {
            var handler = ProviderHttp.Handler(TimeSpan.FromMilliseconds(200));
            handler.ConnectCallback = connect;
            return handler;
        }));
}
