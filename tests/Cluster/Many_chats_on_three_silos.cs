using Orleans.WhatsApp.Testing;

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
        await crowd.Write(Many, perSecond: 10);
        await Fact.Comes("an answer for each", () => crowd.Answered == Many, () => $"{crowd.Answered} of {Many}");
        await cluster.Settle();

        await crowd.EachHasOneAnswer();
        await crowd.EachWasAskedOnce();
        Assert.Equal(Many, await cluster.Books.Sessions());
        var held = await Held(cluster);
        var shares = held.Select(silo => silo.Chats).ToArray();
        Assert.Equal(3, shares.Length);
        Assert.Equal(Many, shares.Sum());
        Assert.All(shares, share => Assert.InRange(share, Many / 10, Many));
        Assert.All(held, silo => Assert.Equal(silo.Chats, silo.Connections));
        suite.Figures.Add("Spread over three silos", Many, await crowd.Lateness(), cluster.FrontDoor, remarks: $"shares {string.Join(" / ", shares)}");
    }

    /// <summary>By what the cluster says of itself: how many chats each silo holds, and how many connections to agents.</summary>
    private static async Task<IReadOnlyList<(int Chats, int Connections)>> Held(SiloCluster cluster)
    {
        using var http = new HttpClient { BaseAddress = cluster.Silos[0].Url };
        var health = await http.GetJson("/health");
        return [.. health.GetProperty("cluster").GetProperty("silos").EnumerateArray().Select(silo => silo.GetProperty("activations"))
            .Select(kinds => (kinds.GetProperty("chat").GetInt32(), kinds.GetProperty("elevenlabsconnection").GetInt32()))];
    }
}
