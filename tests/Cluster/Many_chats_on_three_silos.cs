namespace Orleans.WhatsApp.Cluster;

[Collection(Suite.Name)]
public sealed class Many_chats_on_three_silos(Suite suite)
{
    private const int Many = 300;

    [Fact]
    public async Task Each_silo_holds_a_share_of_the_chats_and_each_contact_gets_one_answer()
    {
        await using var cluster = await SiloCluster.Open("spread", suite.Server, silos: 3, graceSeconds: 5);
        var crowd = new Crowd(cluster);
        await crowd.Write(Many, perSecond: 50);
        await Fact.Comes("an answer for each", () => crowd.Answered == Many, () => $"{crowd.Answered} of {Many}");
        await cluster.Settle();

        crowd.EachHasOneAnswer();
        crowd.EachWasAskedOnce();
        Assert.Equal(Many, await cluster.Books.Sessions());
        var shares = cluster.Silos.Select(silo => SiloCluster.BegunIn(silo).Count).ToArray();
        Assert.Equal(Many, shares.Sum());
        Assert.All(shares, share => Assert.InRange(share, Many / 10, Many));
        suite.Figures.Add("Spread over three silos", Many, await crowd.Lateness(), cluster.FrontDoor, remarks: $"shares {string.Join(" / ", shares)}");
    }
}
