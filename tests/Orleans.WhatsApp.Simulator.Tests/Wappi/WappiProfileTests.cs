namespace Orleans.WhatsApp.Simulator.Tests.Wappi;

public sealed class WappiProfileTests
{
    [Fact]
    public async Task A_profile_is_authorized_by_scanning_its_code()
    {
        await using var stage = await WappiStage.Set();
        await stage.Get("/api/profile/logout");
        var (_, before) = await stage.Get("/api/sync/get/status");
        var refused = await stage.SendText("hi");

        var (_, code) = await stage.Get("/api/sync/qr/get");
        var (_, later) = await stage.Get("/api/sync/qr/get");
        stage.Profile.Scan();
        var (_, after) = await stage.Get("/api/sync/get/status");
        var again = await stage.Get("/api/sync/qr/get");
        await stage.World.WaitUntilIdle();

        Assert.Equal((200, "error"), WappiStage.Outcome(refused));
        Shape.MustBeLike(Shape.Recorded("constructed_rest_qr_get"), code);
        Assert.StartsWith("data:image/png;base64,iVBOR", (string?)code["qrCode"]);
        Assert.NotEqual((string?)code["qrCode"], (string?)later["qrCode"]);
        Shape.MustBeLike(Shape.Recorded("constructed_rest_get_status"), after);
        Assert.Equal((false, true), ((bool)before["authorized"]!, (bool)after["authorized"]!));
        Assert.Equal("open", (string?)after["app_status"]);
        Shape.MustBeLike(Shape.Recorded("constructed_rest_qr_already_authorized"), again.Body);
        Assert.Equal("You are already authorized", (string?)again.Body["detail"]);
        Assert.Equal([("offline", "logout"), ("online", null)], stage.Events.Select(one => ((string?)one["status"], (string?)one["reason"])));
        Shape.MustBeLike(Shape.Recorded("constructed_authorization_status_offline"), stage.Receiver.All[0].Body);
    }

    [Fact]
    public async Task A_code_can_be_scanned_by_itself_after_a_while()
    {
        var clock = new ManualClock();
        await using var stage = await WappiStage.Set(options => options with { TimeProvider = clock, ScanAfter = TimeSpan.FromSeconds(2) });
        await stage.Get("/api/profile/logout");
        await stage.Get("/api/sync/qr/get");

        clock.Advance(TimeSpan.FromSeconds(2));
        await stage.World.WaitUntil(() => stage.Profile.Status is AccountStatus.Ok, "the scan");

        Assert.Equal((200, "done"), WappiStage.Outcome(await stage.SendText("hi")));
    }

    [Fact]
    public async Task What_is_written_to_a_profile_that_is_logged_out_is_told_after_the_scan()
    {
        await using var stage = await WappiStage.Set();
        await stage.Get("/api/profile/logout");
        stage.Ayse.Write("one");
        await stage.World.WaitUntilIdle();
        Assert.DoesNotContain(stage.Events, one => (string?)one["wh_type"] is "incoming_message");

        stage.Profile.Scan();
        await stage.World.WaitUntilIdle();

        // The provider tells the scan and the message at once, in whatever order they arrive.
        Assert.Equal("one", (string?)Assert.Single(stage.Events, one => (string?)one["wh_type"] is "incoming_message")["body"]);
    }
}
