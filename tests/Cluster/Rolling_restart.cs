using System.Diagnostics;
using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.Cluster;

[Collection(Suite.Name)]
public sealed class Rolling_restart(Suite suite)
{
    private static readonly TimeSpan LongestExit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Three_silos_restarted_one_after_the_other_lose_nothing_and_end_in_time()
    {
        await using var cluster = await SiloCluster.Open("rolling", suite.Server, silos: 3, graceSeconds: 2);
        var crowd = new Crowd(cluster);
        using var end = new CancellationTokenSource();
        var writing = crowd.WriteWhile(() => !end.IsCancellationRequested, perSecond: 4);
        await Fact.Comes("the first answers", () => crowd.Answered > 20);

        var exits = new List<(int Code, TimeSpan Took)>();
        foreach (var silo in cluster.Silos)
        {
            var since = Stopwatch.StartNew();
            exits.Add((await silo.Stop(), since.Elapsed));
            await silo.StartAgain();
            var answered = crowd.Answered;
            await Fact.Comes("further answers", () => crowd.Answered > answered + 20);
        }

        await end.CancelAsync();
        await writing;
        await Fact.Comes("an answer for each", () => crowd.Answered == crowd.Count, () => $"{crowd.Answered} of {crowd.Count}");
        await cluster.Settle();
        suite.Figures.Add("Rolling restart", crowd.Count, await crowd.Lateness(), cluster.FrontDoor, exits: exits.Select(exit => exit.Took));
        await crowd.EachHasOneAnswer();
        Assert.Equal(crowd.Count, await cluster.Books.Sessions());
        Assert.All(cluster.World.Webhooks.Deliveries, delivery => Assert.Equal(DeliveryState.Accepted, delivery.State));
        Assert.All(exits, exit => Assert.Equal(0, exit.Code));
        Assert.All(exits, exit => Assert.InRange(exit.Took, TimeSpan.Zero, LongestExit));
    }
}
