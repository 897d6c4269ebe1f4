using System.Globalization;
using Orleans.WhatsApp.EndToEnd;

namespace Orleans.WhatsApp.Faults;

/// <summary>After an outage all grace periods are over at once, and people answered some of those who waited meanwhile.</summary>
public sealed class Ten_thousand_deadlines_are_due : IAsyncLifetime
{
    private const int Many = 10_000;
    private const string Overdue = "whatsapp_backlog_overdue_deadlines";
    private const string Oldest = "whatsapp_backlog_oldest_deadline_age_seconds";
    private static readonly TimeSpan Outage = TimeSpan.FromMinutes(20);
    private readonly string _folder = Directory.CreateTempSubdirectory("orleans-whatsapp-due-").FullName;
    private Business _business = null!;

    public async Task InitializeAsync() => _business = await Business.Open(
        graceSeconds: 1,
        new Dictionary<string, string>
        {
            ["Storage__Path"] = _folder,
            ["Unipile__SendsPerMinute"] = "6000",
            // As many conversations at once as the agent's plan allows; with fewer, a turn waits for its place beyond the answer's deadline.
            ["ElevenLabs__MaxOpenSocketsPerAgent"] = "10000",
            ["ElevenLabs__GreetingWait"] = "00:00:00.050",
            ["Chat__AnswerTimeout"] = "00:10:00",
            ["DOTNET_TieredPGO"] = "0",
        },
        world => world with { WebhookAttempts = 20, LongestWebhookRetryDelay = TimeSpan.FromSeconds(1), PingEvery = TimeSpan.FromSeconds(30) });

    public async Task DisposeAsync()
    {
        await _business.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_oldest_are_taken_over_first_some_at_a_time_and_each_once()
    {
        var (world, books, crowd) = (_business.World, Books.InFolder(_folder), new Crowd(_business.World, _business.Account));
        await _business.Silo.Kill();
        world.Webhooks.LoseNext(Many);
        for (var i = 0; i < Many; i++) crowd.WriteOne();
        var writers = crowd.Writers;
        var messages = world.Chats(_business.Account).ToDictionary(chat => chat.Id, chat => chat.Messages[^1].Id);
        await using (var outage = new Outage(_folder))
            await outage.Write(await books.Number(), [.. writers.Select(writer => (writer.ChatId, writer.Contact.PhoneNumber, messages[writer.ChatId], writer.Line))], Outage, Outage / 2);
        Assert.Equal(Many, (await books.SessionsByChat()).Count);

        await _business.Silo.StartAgain();
        var seen = new List<(double Overdue, double Oldest)>();
        await Fact.Comes("the backlog to be worked off", async () =>
        {
            seen.Add((await Metric(Overdue), await Metric(Oldest)));
            return seen[^1] is (0, 0) && crowd.Answered == Many ? "" : $"{seen[^1]}; {crowd.Answered} answered";
        }, TimeSpan.FromMinutes(4));
        // So few are under way at a time that several are seen between all and none.
        Assert.True(seen.Count(one => one.Overdue is > 0 and < Many) >= 3, string.Join(", ", seen));
        Assert.True(seen.Max(one => one.Oldest) > (Outage / 2).TotalSeconds, string.Join(", ", seen));
        var share = await OlderHalfFirst(books);
        Assert.True(share > 0.8, $"of those that were decided first {share:P0} had waited longest");
        await new Judge(world, books).EachHasOneAnswer(writers);
        Reports.Write("overdue.md", [$"{Many} overdue, the oldest for {seen.Max(one => one.Oldest):0} s; seen {seen.Count(one => one.Overdue > 0)} times before none was"]);
    }

    /// <summary>
    /// Which part of those that each shard decided first had waited for longer than those that it decided last. Before that the provider is asked what people did, and
    /// whose answer is slow is overtaken.
    /// </summary>
    private static async Task<double> OlderHalfFirst(Books books)
    {
        var turns = await books.Read(
            """
            select c.shard, c.grace_deadline, min(t.seq)
            from chats c join timeline t on t.tenant_id = c.tenant_id and t.chat_id = c.id and t.cause = 'TimeReached'
            group by c.shard, c.id order by 3
            """,
            row => (Shard: row.GetInt64(0), Deadline: row.GetInt64(1)));
        Assert.Equal(Many, turns.Count);
        return turns.GroupBy(turn => turn.Shard).Average(shard =>
        {
            var half = shard.Count() / 2;
            var older = shard.Select(turn => turn.Deadline).Order().ElementAt(half);
            return shard.Take(half).Count(turn => turn.Deadline < older) / (double)half;
        });
    }

    private async Task<double> Metric(string name) =>
        (await _business.Http.GetStringAsync("/metrics")).Split('\n').Where(line => line.StartsWith($"{name} ", StringComparison.Ordinal))
            .Select(line => double.Parse(line[(name.Length + 1)..], CultureInfo.InvariantCulture)).Single();
}
