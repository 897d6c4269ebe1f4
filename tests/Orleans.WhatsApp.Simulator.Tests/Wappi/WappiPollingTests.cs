namespace Orleans.WhatsApp.Simulator.Tests.Wappi;

public sealed class WappiPollingTests
{
    [Fact]
    public async Task Polling_and_the_webhook_name_a_message_alike()
    {
        await using var stage = await WappiStage.Set();
        var written = stage.Ayse.Write("Merhaba");
        await stage.Told(1);

        var (status, page) = await stage.Get("/api/sync/messages/get", "&chat_id=905551234567");

        Assert.Equal(200, status);
        Shape.MustBeLike(Shape.Recorded("rest_messages_get_response"), page);
        Assert.Equal((string?)stage.Events[0]["id"], (string?)Assert.Single(page["messages"]!.AsArray())!["id"]);
        Assert.Equal(written.Id, (string?)stage.Events[0]["id"]);
    }

    [Fact]
    public async Task With_webhooks_off_only_polling_sees_what_happened()
    {
        await using var stage = await WappiStage.Set();
        stage.World.Wappi.WebhooksOff = true;
        stage.Ayse.Write("in");
        await stage.SendText("out");
        stage.World.Phone(stage.Profile).Write(stage.Ayse, "typed");
        await stage.World.WaitUntilIdle();

        var (_, newest) = await stage.Get("/api/sync/messages/get", "&chat_id=905551234567@c.us");
        var (_, oldest) = await stage.Get("/api/sync/messages/get", "&chat_id=905551234567@c.us&order=asc&limit=1&offset=1");

        Assert.Empty(stage.Receiver.All);
        Assert.Equal(["typed", "out", "in"], newest["messages"]!.AsArray().Select(message => (string?)message!["body"]));
        Assert.Equal([false, true, false], newest["messages"]!.AsArray().Select(message => (bool)message!["isFromAPI"]!));
        Assert.Equal(("out", 3), ((string?)Assert.Single(oldest["messages"]!.AsArray())!["body"], (int)oldest["total_count"]!));
    }

    [Fact]
    public async Task A_date_leaves_out_what_is_older()
    {
        var clock = new ManualClock(); // 09:00 in London, 12:00 in Moscow
        await using var stage = await WappiStage.Set(options => options with { TimeProvider = clock });
        stage.Ayse.Write("old");
        clock.Advance(TimeSpan.FromHours(1));
        stage.Ayse.Write("new");

        var (_, page) = await stage.Get("/api/sync/messages/get", "&chat_id=905551234567&date=2026-03-01T13:00:00");
        var (bad, _) = await stage.Get("/api/sync/messages/get", "&chat_id=905551234567&date=yesterday");

        Assert.Equal("new", (string?)Assert.Single(page["messages"]!.AsArray())!["body"]);
        Assert.Equal(400, bad);
    }

    [Fact]
    public async Task Chats_come_with_their_last_message_latest_first()
    {
        await using var stage = await WappiStage.Set();
        stage.Ayse.Write("one");
        var last = stage.World.Contact("+905557654321", "Veli").Write("two");
        var other = stage.World.Wappi.AddProfile("+79000000077");
        stage.World.Contact("+905550000001").Write("elsewhere", other);

        var (_, page) = await stage.Get("/api/sync/chats/get", "&limit=10");

        Assert.Equal(["Veli", "Ayşe"], page["dialogs"]!.AsArray().Select(dialog => (string?)dialog!["name"]));
        Assert.Equal((last.Id, 1), ((string?)page["dialogs"]![0]!["last_message_id"], (int)page["dialogs"]![0]!["unread_count"]!));
    }

    [Fact]
    public async Task A_file_can_be_downloaded_until_it_expires()
    {
        var clock = new ManualClock();
        await using var stage = await WappiStage.Set(options => options with { TimeProvider = clock });
        var sent = stage.Ayse.Send(SimulatedAttachment.Image(new byte[] { 1, 2 }), "Bakın");

        var (_, found) = await stage.Get("/api/sync/message/media/download", $"&message_id={sent.Id}");
        using var plain = new HttpClient();
        var content = await plain.GetByteArrayAsync(new Uri((string)found["file_link"]!));
        clock.Advance(TimeSpan.FromDays(2));
        using var ended = await plain.GetAsync(new Uri((string)found["file_link"]!));
        var expired = await stage.Get("/api/sync/message/media/download", $"&message_id={sent.Id}");

        Assert.Equal([1, 2], content);
        Assert.Equal(("image/jpeg", "AQI="), ((string?)found["mime_type"], (string?)found["file_b64"]));
        Assert.Equal((403, 400), ((int)ended.StatusCode, expired.Status));
    }
}
