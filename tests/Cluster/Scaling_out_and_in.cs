using System.Diagnostics;

namespace Orleans.WhatsApp.Cluster;

[Collection(Suite.Name)]
public sealed class Scaling_out_and_in(Suite suite)
{
    [Fact]
    public async Task A_third_silo_takes_its_share_under_load_and_leaves_without_a_loss()
    {
        await using var cluster = await SiloCluster.Open("scaling", suite.Server, silos: 2, graceSeconds: 2);
        var crowd = new Crowd(cluster);
        using var end = new CancellationTokenSource();
        var writing = crowd.WriteWhile(() => !end.IsCancellationRequested, perSecond: 4);
        await Fact.Comes("the first answers", () => crowd.Answered > 50);

        var third = await cluster.Join();
        var joined = crowd.Count;
        await Fact.Comes("a hundred contacts more", () => crowd.Count > joined + 100);
        var (share, since) = (SiloCluster.CountBegun(third), crowd.Count - joined);
        var watch = Stopwatch.StartNew();
        var code = await third.Stop();
        var exit = watch.Elapsed;
        var left = crowd.Count;
        await Fact.Comes("fifty contacts more", () => crowd.Count > left + 50);

        await end.CancelAsync();
        await writing;
        await Fact.Comes("an answer for each", () => crowd.Answered == crowd.Count, () => $"{crowd.Answered} of {crowd.Count}");
        await cluster.Settle();
        suite.Figures.Add("Scale out and in", crowd.Count, await crowd.Lateness(), cluster.FrontDoor, exits: [exit], remarks: $"the third took {share} of {since} while it was there");
        await crowd.EachHasOneAnswer();
        Assert.Equal(crowd.Count, await cluster.Books.Sessions());
        Assert.InRange(share, since / 10, since);
        Assert.Equal(0, code);
        Assert.Equal(2, await cluster.Books.ActiveMembers());
    }
}
