using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator.Tests.Wappi;

public sealed class WappiTrafficTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Overlapping_sends_of_one_profile_get_each_others_answer(bool crosses)
    {
        var clock = new ManualClock();
        await using var stage = await WappiStage.Set(options => options with { TimeProvider = clock });
        var veli = stage.World.Contact("+905557654321", "Veli");
        stage.World.Wappi.CrossesAnswers = crosses;
        stage.World.Wappi.Faults.Next(2, new ProviderFault.Slow(TimeSpan.FromSeconds(1)));

        var first = stage.SendText("to Ayşe");
        var second = stage.SendText("to Veli", "905557654321");
        await stage.World.WaitUntil(() => stage.World.Wappi.CallsUnderWay is 2, "two calls under way");
        while (!first.IsCompleted || !second.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1)); // again and again: a call under way may not yet wait for the clock
            await Task.Yield();
        }

        var (ayse, other) = (Assert.Single(stage.Ayse.Received), Assert.Single(veli.Received));
        Assert.Equal(("to Ayşe", "to Veli"), (ayse.Text, other.Text));
        Assert.Equal(crosses ? (other.MessageId, ayse.MessageId) : (ayse.MessageId, other.MessageId),
            (WappiStage.Id(await first), WappiStage.Id(await second)));
        Assert.Equal(1, stage.World.Wappi.Overlaps);
    }

    [Fact]
    public async Task Calls_to_different_paths_overlap_without_being_crossed()
    {
        var clock = new ManualClock();
        await using var stage = await WappiStage.Set(options => options with { TimeProvider = clock });
        stage.World.Wappi.Faults.Next(1, new ProviderFault.Slow(TimeSpan.FromSeconds(1)));

        var send = stage.SendText("hi");
        await stage.World.WaitUntil(() => stage.World.Wappi.CallsUnderWay is 1, "a call under way");
        var (_, status) = await stage.Get("/api/sync/get/status");
        while (!send.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.True((bool)status["authorized"]!);
        Assert.Equal(Assert.Single(stage.Ayse.Received).MessageId, WappiStage.Id(await send));
        Assert.Equal(1, stage.World.Wappi.Overlaps);
    }

    [Fact]
    public async Task A_call_that_broke_gives_its_partner_nothing()
    {
        var clock = new ManualClock();
        await using var stage = await WappiStage.Set(options => options with { TimeProvider = clock });
        stage.World.Wappi.Faults.Next(2, new ProviderFault.Slow(TimeSpan.FromHours(1)));
        using var givingUp = new CancellationTokenSource();

        var broken = stage.Post("/api/sync/message/send", new JsonObject { ["body"] = "a", ["recipient"] = "905551234567" }, stop: givingUp.Token);
        await stage.World.WaitUntil(() => stage.World.Wappi.CallsUnderWay is 1, "a call under way");
        var whole = stage.SendText("b");
        await stage.World.WaitUntil(() => stage.World.Wappi.CallsUnderWay is 2, "two calls under way");
        await givingUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => broken);
        await stage.World.WaitUntil(() => stage.World.Wappi.CallsUnderWay is 1, "the broken call to be over");
        while (!whole.IsCompleted)
        {
            clock.Advance(TimeSpan.FromHours(1));
            await Task.Yield();
        }

        Assert.Equal(Assert.Single(stage.Ayse.Received).MessageId, WappiStage.Id(await whole));
    }

    [Fact]
    public async Task One_call_after_another_never_overlaps_and_is_counted_by_the_minute()
    {
        var clock = new ManualClock();
        await using var stage = await WappiStage.Set(options => options with { TimeProvider = clock });

        foreach (var pause in new[] { 0, 20, 20, 20, 61 })
        {
            clock.Advance(TimeSpan.FromSeconds(pause));
            await stage.SendText("hi");
        }

        await stage.Get("/api/sync/get/status");

        Assert.Equal(0, stage.World.Wappi.Overlaps);
        Assert.Equal(6, stage.World.Wappi.Calls.Count);
        Assert.Equal((3, 1), (stage.World.Wappi.MostCallsInAMinute(stage.Profile),
            stage.World.Wappi.MostCallsInAMinute(stage.Profile, "/api/sync/get/status")));
    }
}
