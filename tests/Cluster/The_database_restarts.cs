using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.Cluster;

[Collection(Suite.Name)]
public sealed class The_database_restarts(Suite suite)
{
    [Fact]
    public async Task What_was_answered_200_is_there_once_and_each_contact_gets_one_answer()
    {
        const int Many = 2_000;
        await using var cluster = await SiloCluster.Open("database-restart", suite.Server, silos: 3, graceSeconds: 20);
        var crowd = new Crowd(cluster);
        var writing = crowd.Write(Many, perSecond: 10);
        await Fact.Comes("half to have written", () => crowd.Count > Many / 2);
        var unserved = cluster.FrontDoor.Unserved;
        suite.Postgres.Crash();
        // By a silo, or by the balancer, which learns within a quarter of a second that none is ready.
        await Fact.Comes("a webhook that could not be kept", () => cluster.FrontDoor.Refused > 0 || cluster.FrontDoor.Unserved > unserved);
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        suite.Postgres.StartAgain();
        var accepted = cluster.FrontDoor.Accepted;
        var recovered = await Fact.Comes("webhooks to be kept again", () => cluster.FrontDoor.Accepted > accepted);
        await writing;

        await Fact.Comes("an answer for each", () => crowd.Answered == Many, () => $"{crowd.Answered} of {Many}");
        await cluster.Settle();
        suite.Figures.Add("PostgreSQL crashes and restarts", Many, await crowd.Lateness(), cluster.FrontDoor, recovered);
        await crowd.EachHasOneAnswer();
        var stored = (await cluster.Books.MessageIds()).ToLookup(id => id);
        var kept = cluster.World.Webhooks.Deliveries.Where(delivery => delivery is { Event: "message_received", State: DeliveryState.Accepted }).Select(delivery => delivery.MessageId!).Distinct();
        var wrong = kept.Where(id => stored[id].Count() != 1).ToArray();
        Assert.Empty(wrong);
        Assert.Equal(3, await cluster.Books.ActiveMembers());
    }
}
