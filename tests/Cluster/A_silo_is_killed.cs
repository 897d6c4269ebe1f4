using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.Cluster;

/// <summary><c>kill -9</c> of one silo: the others finish what it had begun.</summary>
[Collection(Suite.Name)]
public sealed class A_silo_is_killed(Suite suite)
{
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Two_thousand_chats_in_their_grace_period_are_taken_over_once_and_in_time()
    {
        const int Many = 2_000;
        const int Grace = 230;
        await using var cluster = await SiloCluster.Open("killed-in-grace", suite.Server, silos: 3, graceSeconds: Grace);
        var crowd = new Crowd(cluster);
        await crowd.Write(Many, perSecond: 10);
        await Fact.Comes("all to wait", async () => await cluster.Books.Waiting() == Many, patience: TimeSpan.FromSeconds(20));

        // Just before the first deadline: its loss is noticed while deadlines fall due one after the other.
        var first = (await cluster.Books.GraceDeadlines()).Values.Min();
        await Fact.Comes("the first deadline to be near", () => TimeProvider.System.GetUtcNow() > first - TimeSpan.FromSeconds(2));
        Assert.Empty(cluster.World.Conversations);
        await cluster.Silos[2].Kill();
        var noticed = await Fact.Comes("the cluster to notice", async () => await cluster.Books.ActiveMembers() == 2);

        await Fact.Comes("an answer for each", () => crowd.Answered == Many, () => $"{crowd.Answered} of {Many}", TimeSpan.FromSeconds(2 * Grace));
        await cluster.Settle();
        var lateness = await crowd.Lateness();
        var orphaned = await cluster.BegunIn(cluster.Silos[2], crowd);
        suite.Figures.Add("Killed with all in grace", Many, lateness, cluster.FrontDoor, noticed,
            remarks: $"of the killed silo's {orphaned.Count} chats: {Figures.Spread(await crowd.Lateness(orphaned))}");
        await crowd.EachHasOneAnswer();
        await crowd.EachWasAskedOnce();
        Assert.Equal(Many, lateness.Count);
        Assert.All(lateness, late => Assert.InRange(late, TimeSpan.Zero, Latest));
    }

    [Fact]
    public async Task Outstanding_turns_and_running_sends_end_in_one_message_each()
    {
        const int Many = 150;
        await using var cluster = await SiloCluster.Open("killed-at-work", suite.Server, silos: 2, graceSeconds: 1);
        var (world, random) = (cluster.World, new Random(5));
        // Half of the agents are still composing when the others' answers hang at the provider, accepted but not confirmed; no echo tells of them.
        world.Agent("agent_reception").Brain = turn => AgentReplyScript.Silence.Pause(TimeSpan.FromSeconds(random.Next(1, 9))).Say($"Answer to \"{turn.Text}\"");
        world.Unipile.Faults.Always(new ProviderFault.Slow(TimeSpan.FromSeconds(4), AfterAccepting: true));
        world.Unipile.Echo = EchoTiming.Never;
        var crowd = new Crowd(cluster);
        await crowd.Write(Many, perSecond: 30);
        await Fact.Comes("answers at the provider and turns outstanding", () => crowd.Answered > Many / 4);
        var (answered, outstanding) = (crowd.Answered, world.Conversations.Count(conversation => conversation.ReplyOutstanding));
        Assert.InRange(outstanding, Many / 10, Many);
        await cluster.Silos[1].Kill();
        var noticed = await Fact.Comes("the cluster to notice", async () => await cluster.Books.ActiveMembers() == 1);

        await Fact.Comes("an answer for each", () => crowd.Answered == Many, () => $"{crowd.Answered} of {Many}");
        await cluster.Settle();
        suite.Figures.Add("Killed at work", Many, await crowd.Lateness(), cluster.FrontDoor, noticed, remarks: $"{outstanding} turns outstanding, {answered} sends begun at the kill");
        await crowd.EachHasOneAnswer();
    }
}
