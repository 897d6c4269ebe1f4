using System.Globalization;
using System.Text.Json;
using Orleans.WhatsApp.Simulator;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.EndToEnd.EmbeddedOnly;

/// <summary>
/// Two processes that know nothing of each other over one database: every chat has two activations, for ever. That is what a cluster has for a moment while its
/// members change, and the promises must hold all the same.
/// </summary>
public sealed class Two_worlds_over_one_store : IAsyncLifetime
{
    private const int Chats = 60;
    private string _database = "";

    public async Task InitializeAsync() => _database = await (await PostgresServer.Get()).NewDatabase();

    public Task DisposeAsync() => PostgresServer.DropDatabase(_database);

    [Fact]
    public async Task Each_contact_gets_one_answer_and_none_after_a_person_has_taken_over()
    {
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__Postgres"] = _database,
            ["Jwt__SigningKey"] = "a signing key of at least thirty-two bytes",
        };
        await using var business = await Business.Open(graceSeconds: 2, settings);
        await using var twin = await business.StartTwin();
        // Both hear of everything, and both try everything.
        business.World.Webhooks.SubscribeToAll(new Uri(twin.Url, "/webhooks/unipile"));
        using var http = new HttpClient { BaseAddress = twin.Url };
        http.DefaultRequestHeaders.Authorization = business.Http.DefaultRequestHeaders.Authorization;

        business.World.Agent("agent_reception").Brain = turn =>
            new AgentReplyScript([]).Pause(TimeSpan.FromMilliseconds(int.Parse(turn.Text, CultureInfo.InvariantCulture) * 97 % 600)).Say($"Answer to {turn.Text}");
        var contacts = Enumerable.Range(0, Chats).Select(number => business.World.Contact($"+9055599{number:00000}", $"Contact {number}")).ToArray();
        foreach (var (contact, number) in contacts.Select((contact, number) => (contact, number))) contact.Write($"{number}");
        await business.Eventually("every chat", async () => (await business.Chats()).Count == Chats);
        var ids = (await business.Chats()).ToDictionary(chat => chat.GetProperty("contact_phone").GetString()!, chat => chat.GetProperty("_id").GetString()!);

        var random = new Random(5);
        var takenOver = contacts.Where((_, number) => number % 3 == 0).ToArray();
        await Task.WhenAll(takenOver.Select(contact => (contact, After: random.Next(500, 3_000))).ToArray().Select(async one =>
        {
            var (contact, after) = one;
            await Task.Delay(after);
            await http.PostJson($"/api/whatsapp/chats/{ids[contact.PhoneNumber]}/takeover", new { });
        }));
        await business.Eventually("an answer for all others", () => Task.FromResult(contacts.Except(takenOver).All(contact => contact.Received.Count > 0)));
        await Task.Delay(TimeSpan.FromSeconds(3));
        await business.World.WaitUntilIdle();

        Assert.All(contacts.Except(takenOver), contact => Assert.Single(contact.Received));
        foreach (var contact in takenOver)
        {
            var history = await business.Of(ids[contact.PhoneNumber], "timeline");
            Assert.InRange(contact.Received.Count, 0, 1);
            if (contact.Received.Count == 1) Assert.InRange(Index(history, "AgentReplied"), 0, Index(history, "OperatorTookOver") - 1);
        }

        foreach (var contact in contacts) Assert.Single(await business.Of(ids[contact.PhoneNumber], "sessions"));
        // Otherwise this has shown nothing.
        Assert.Contains("was decided elsewhere meanwhile", business.Silo.Output + twin.Output, StringComparison.Ordinal);
    }

    private static int Index(IReadOnlyList<JsonElement> history, string cause) =>
        history.Select((line, index) => (line, index)).Where(one => one.line.GetProperty("cause").GetString() == cause).Select(one => one.index).DefaultIfEmpty(-1).First();
}
