namespace Orleans.WhatsApp.Faults;

public sealed class The_answer_to_a_commit_is_lost
{
    private const string Commit = "commit";
    private const string Insert = "with fresh as";
    private const string Claim = "update outbox set status = 'claimed'";

    /// <summary>Done at the server, and the connection is cut before its answer gets back: the silo cannot know.</summary>
    [Fact]
    public async Task And_everything_is_there_once_all_the_same()
    {
        const int Many = 120;
        await using var silo = await PostgresFaults.Open(behindProxy: true);
        var (world, crowd, proxy) = (silo.Business.World, silo.Crowd, silo.Proxy!);
        // So often that some chat loses both answers of a turn; with each broken connection the driver closes all others as well.
        proxy.Every = new Dictionary<string, int> { [Commit] = 12, [Insert] = 20, [Claim] = 40 };
        await crowd.Write(Many, TimeSpan.FromMilliseconds(60));
        // A claim whose answer was lost is this process's own; it is left alone until its call must have ended.
        try
        {
            await Fact.Comes("an answer for each", () => crowd.Answered == Many, () => $"{crowd.Answered} of {Many}", TimeSpan.FromSeconds(150));
        }
        catch (TimeoutException)
        {
            // Says what became of the chats that have none.
            await silo.Judge.EachHasOneAnswer(crowd.Writers, mostAsked: 2);
            throw;
        }

        proxy.Every = new Dictionary<string, int>();
        await silo.Judge.Settle(patience: TimeSpan.FromSeconds(120));

        // Otherwise this has shown nothing.
        Assert.All([Commit, Insert, Claim], statement => Assert.InRange(proxy.Cuts(statement), 2, int.MaxValue));
        // An event is kept over another connection at once: its provider need not come again, unless a look-up met a broken connection as well.
        var refusals = world.Webhooks.Deliveries.Sum(delivery => delivery.Answers.Count(status => status == 503));
        Assert.InRange(refusals, 0, proxy.Cuts(Insert) - 1);
        await silo.Judge.EachEventIsThereOnce();
        await silo.Judge.EachHasOneAnswer(crowd.Writers, mostAsked: 2);
        Reports.Write("lost-answers.md", [$"{proxy.Cuts(Commit)} commits, {proxy.Cuts(Insert)} keepings of events and {proxy.Cuts(Claim)} claims whose answers were lost; {refusals} webhooks were refused"]);
    }
}
