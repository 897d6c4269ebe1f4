using System.Diagnostics;
using Orleans.WhatsApp.Simulator;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Cluster;

/// <summary>A silo that stops in the middle of its work with everything open, as in a paused virtual machine, and goes on as if nothing had been.</summary>
[Collection(Suite.Name)]
public sealed class A_silo_stands_still(Suite suite)
{
    private static readonly TimeSpan Still = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_others_take_its_chats_over_and_it_says_nothing_of_them_when_it_wakes()
    {
        const int PeopleTake = 15;
        await using var cluster = await SiloCluster.Open("frozen", suite.Server, silos: 3, graceSeconds: 20);
        cluster.World.Agent("agent_reception").Brain = turn => AgentReplyScript.Silence.Pause(TimeSpan.FromSeconds(2)).Say($"Answer to \"{turn.Text}\"");
        var crowd = new Crowd(cluster);
        using var end = new CancellationTokenSource();
        var writing = crowd.WriteWhile(() => !end.IsCancellationRequested, perSecond: 4);
        await Fact.Comes("the load to be in full swing", () => crowd.Answered > 50);

        var frozen = cluster.Silos[2];
        var since = Stopwatch.StartNew();
        await frozen.Freeze();
        var noticed = await Fact.Comes("the cluster to notice", async () => await cluster.Books.ActiveMembers() == 2);
        using var desk = await SiloCluster.SignIn(cluster.Silos[0]);
        var taken = await TakeOver(desk, await Youngest(cluster, crowd, frozen, PeopleTake));
        Assert.NotEmpty(taken);

        await Fact.Comes("its time to be over", () => since.Elapsed > Still);
        await frozen.Wake();
        since.Restart();
        var fate = await Fate(cluster, frozen, since);
        if (!frozen.IsRunning) await frozen.StartAgain();
        await Fact.Comes("three members", async () => await cluster.Books.ActiveMembers() == 3);
        await end.CancelAsync();
        await writing;

        var others = crowd.Writers.Where(writer => !taken.ContainsKey(writer)).ToArray();
        await Fact.Comes("an answer for each", () => others.All(writer => writer.Contact.Received.Count > 0), () => $"{others.Count(writer => writer.Contact.Received.Count == 0)} without");
        await cluster.Settle();
        suite.Figures.Add("Frozen for a minute", crowd.Count, await crowd.Lateness(), cluster.FrontDoor, noticed, remarks: $"{fate}; people took {taken.Count} of its chats");
        await crowd.EachHasOneAnswer(others);
        var spokenAfter = taken.Where(one => one.Key.Contact.Received.Any(message => message.At > one.Value)).Select(one => one.Key.Line).ToArray();
        Assert.Empty(spokenAfter);
    }

    /// <summary>Of the frozen silo's chats that nobody has answered, those with the most of their grace period left.</summary>
    private static async Task<IReadOnlyList<(Crowd.Writer Writer, Guid Chat)>> Youngest(SiloCluster cluster, Crowd crowd, SiloProcess silo, int many)
    {
        var chats = await cluster.Books.Chats();
        return [.. (await cluster.BegunIn(silo, crowd)).Reverse().Where(writer => writer.Contact.Received.Count == 0).Select(writer => (writer, chats[writer.ChatId])).Take(many)];
    }

    /// <summary>When each takeover was answered; null where the answer said that a message may still arrive.</summary>
    private static async Task<IReadOnlyDictionary<Crowd.Writer, DateTimeOffset?>> TakeOver(HttpClient desk, IReadOnlyList<(Crowd.Writer Writer, Guid Chat)> chats)
    {
        var taken = new Dictionary<Crowd.Writer, DateTimeOffset?>();
        foreach (var (writer, chat) in chats)
        {
            var inFlight = false;
            await Fact.Comes("a takeover", async () =>
            {
                inFlight = (await desk.PostJson($"/api/whatsapp/chats/{chat}/takeover", new { })).GetProperty("in_flight").GetBoolean();
                return true;
            });
            taken.Add(writer, inFlight ? null : TimeProvider.System.GetUtcNow());
        }

        return taken;
    }

    /// <summary>It ends by itself, or it goes on as a member of the cluster; which, and how soon.</summary>
    private static async Task<string> Fate(SiloCluster cluster, SiloProcess woken, Stopwatch since)
    {
        await Fact.Comes("the woken silo to end or to join again", async () => !woken.IsRunning || await cluster.Books.ActiveMembers() == 3);
        return woken.ExitCode is { } code ? $"the woken silo ended with {code} after {since.Elapsed.TotalSeconds:0.0} s" : $"the woken silo joined again after {since.Elapsed.TotalSeconds:0.0} s";
    }
}
