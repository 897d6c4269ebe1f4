using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Cluster;

/// <summary>Who watches and who acts are on different silos.</summary>
[Collection(Suite.Name)]
public sealed class Live_updates(Suite suite)
{
    private const int Actions = 30;
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task An_action_on_one_silo_reaches_a_client_of_another_within_a_second_and_who_comes_back_may_come_to_any()
    {
        await using var cluster = await SiloCluster.Open("live", suite.Server, silos: 2, graceSeconds: 600);
        var crowd = new Crowd(cluster);
        await crowd.Write(1, perSecond: 1);
        await Fact.Comes("the chat to wait", async () => await cluster.Books.Waiting() == 1);
        var chat = $"/api/whatsapp/chats/{(await cluster.Books.Chats()).Values.Single()}";
        using var here = await SiloCluster.SignIn(cluster.Silos[0]);
        using var there = await SiloCluster.SignIn(cluster.Silos[1]);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);

        using var stream = await LiveStream.Open(there, stop: patience.Token);
        Assert.Equal("hello", (await stream.Next(patience.Token))!.Kind);
        // The first one may still find the streams' own grains being woken.
        await Act(here, chat, 0);
        var last = await UntilEpochMoves(stream, patience.Token);
        var latencies = new List<TimeSpan>();
        for (var i = 1; i <= Actions; i++)
        {
            var since = Stopwatch.StartNew();
            var acting = Act(here, chat, i);
            last = await UntilEpochMoves(stream, patience.Token);
            latencies.Add(since.Elapsed);
            await acting;
        }

        stream.Dispose();
        for (var i = Actions + 1; i <= Actions + 3; i++) await Act(here, chat, i);
        using var elsewhere = await LiveStream.Open(here, since: last, stop: patience.Token);
        Assert.Equal([last, last + 1, last + 2, last + 3], (await elsewhere.Next(4, patience.Token)).Select(told => told.Id));
        using var again = await LiveStream.Open(there, since: last + 1, stop: patience.Token);
        Assert.Equal([last + 1, last + 2, last + 3], (await again.Next(3, patience.Token)).Select(told => told.Id));

        latencies.Sort();
        suite.Figures.Add("Live updates across silos", 1, [], cluster.FrontDoor, remarks: string.Create(CultureInfo.InvariantCulture,
            $"{Actions} actions; from the request to the event p50 {latencies[Actions / 2].TotalMilliseconds:0} ms, max {latencies[^1].TotalMilliseconds:0} ms"));
        Assert.All(latencies, latency => Assert.InRange(latency, TimeSpan.Zero, Latest));
    }

    [Fact]
    public async Task A_client_whose_silo_is_killed_misses_nothing_on_the_other_one()
    {
        await using var cluster = await SiloCluster.Open("live-killed", suite.Server, silos: 2, graceSeconds: 600);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);
        using var there = await SiloCluster.SignIn(cluster.Silos[1]);
        using var here = await SiloCluster.SignIn(cluster.Silos[0]);
        using var stream = await LiveStream.Open(there, stop: patience.Token);
        var last = (await stream.Next(patience.Token))!.Id;
        var crowd = new Crowd(cluster);
        var writing = crowd.Write(40, perSecond: 20);
        last = (await stream.Next(5, patience.Token))[^1].Id;
        await cluster.Silos[1].Kill();
        await writing;

        using var elsewhere = await LiveStream.Open(here, since: last, stop: patience.Token);
        Assert.Equal(last, (await elsewhere.Next(patience.Token))!.Id);
        var chats = new HashSet<string?>();
        var next = last;
        await Fact.Comes("every chat to be there", async () => await cluster.Books.Waiting() == 40);
        await here.PutJson("/api/whatsapp/config", new { grace_period_seconds = 500 });
        while (await elsewhere.Next(patience.Token) is { Kind: var kind } told && kind != "settings")
        {
            Assert.Equal(++next, told.Id);
            if (kind == "chat") chats.Add(told.Data.GetProperty("_id").GetString());
        }

        Assert.InRange(chats.Count, 35, 40);
    }

    [Fact]
    public async Task Who_types_at_one_silo_is_seen_at_another_and_forgotten_there_too()
    {
        await using var cluster = await SiloCluster.Open("presence", suite.Server, silos: 2, graceSeconds: 600);
        await new Crowd(cluster).Write(1, perSecond: 1);
        await Fact.Comes("the chat to wait", async () => await cluster.Books.Waiting() == 1);
        var presence = $"/api/whatsapp/chats/{(await cluster.Books.Chats()).Values.Single()}/presence";
        using var here = await SiloCluster.SignIn(cluster.Silos[0]);
        using var there = await Colleague(here, cluster.Silos[1]);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);
        using var stream = await LiveStream.Open(there, stop: patience.Token);
        Assert.Equal("hello", (await stream.Next(patience.Token))!.Kind);

        // What is told before the silo listens is lost, so it is said until it is heard.
        var told = stream.Next(patience.Token);
        for (var i = 0; !told.IsCompleted; i++)
        {
            (await here.PostAsJsonAsync(presence, new { state = i % 2 == 0 ? "typing" : "viewing" })).EnsureSuccessStatusCode();
            await Task.Delay(1_000);
        }

        Assert.Equal(("presence", 0L, 1), ((await told)!.Kind, (await told)!.Id, (await told)!.Data.GetProperty("people").GetArrayLength()));
        Assert.Single((await there.GetJson(presence)).GetProperty("people").EnumerateArray());
        Assert.Empty((await here.GetJson(presence)).GetProperty("people").EnumerateArray());
        while ((await stream.Next(patience.Token))!.Data.GetProperty("people").GetArrayLength() > 0)
        {
            // The states in between.
        }

        Assert.Empty((await there.GetJson(presence)).GetProperty("people").EnumerateArray());
    }

    /// <summary>Another user of the tenant, signed in at a silo.</summary>
    private static async Task<HttpClient> Colleague(HttpClient admin, SiloProcess silo)
    {
        var invited = await admin.PostJson("/api/users", new { email = "colleague@example.com", name = "Colleague", role = "member" });
        var http = new HttpClient { BaseAddress = silo.Url, Timeout = TimeSpan.FromSeconds(40) };
        var tokens = await http.PostJson("/api/auth/accept", new { token = invited.GetProperty("invitation").GetProperty("token").GetString(), password = "another horse battery" });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.GetProperty("access_token").GetString());
        return http;
    }

    private static async Task Act(HttpClient http, string chat, int number) => await http.PostJson($"{chat}/{(number % 2 == 0 ? "takeover" : "release")}", new { });

    /// <summary>The number of the event that says so.</summary>
    private static async Task<long> UntilEpochMoves(LiveStream stream, CancellationToken patience)
    {
        while (await stream.Next(patience) is { } told)
            if (told.Kind == "chat" && told.Data.GetProperty("what").EnumerateArray().Any(word => word.GetString() == "session")) return told.Id;
        throw new EndOfStreamException("The stream ended.");
    }
}
