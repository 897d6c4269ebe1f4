using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.EndToEnd;

/// <summary>The same promise with PostgreSQL behind it: the story, a kill in the middle of it, and many chats at once.</summary>
public sealed class On_PostgreSQL : IAsyncLifetime
{
    private string _database = "";

    public async Task InitializeAsync() => _database = await (await PostgresServer.Get()).NewDatabase();

    public Task DisposeAsync() => PostgresServer.DropDatabase(_database);

    [Fact]
    public async Task The_agent_answers_once_though_the_process_is_killed_at_every_turn()
    {
        await using var business = await Open(graceSeconds: 1);
        var random = new Random(11);
        foreach (var round in Enumerable.Range(1, 6))
        {
            var contact = business.World.Contact($"+9055577000{round:00}", "Ayşe");
            contact.Write($"Hello {round}");
            await Task.Delay(random.Next(0, 1_800));
            await business.Silo.Kill();
            await business.Silo.StartAgain();
            await business.Eventually($"one answer in round {round}", () => Task.FromResult(contact.Received.Count > 0));
        }

        await Task.Delay(TimeSpan.FromSeconds(3));
        await business.World.WaitUntilIdle();
        Assert.All(business.World.Contacts, contact => Assert.Single(contact.Received));
        Assert.Equal(6, (await business.Get("/api/whatsapp/stats")).GetProperty("totalChats").GetInt32());
    }

    [Fact]
    public async Task Hundreds_of_chats_at_once_get_one_answer_each()
    {
        const int Many = 200;
        await using var business = await Open(graceSeconds: 2);
        var contacts = Enumerable.Range(0, Many).Select(number => business.World.Contact($"+905558800{number:000}", $"Contact {number}")).ToArray();
        foreach (var contact in contacts) contact.Write("Hello");
        await business.Eventually("an answer for each", () => Task.FromResult(contacts.All(contact => contact.Received.Count > 0)));
        await business.World.WaitUntilIdle();
        Assert.All(contacts, contact => Assert.Single(contact.Received));
        Assert.All(business.World.Conversations, conversation => Assert.Single(conversation.UserMessages));
    }

    private Task<Business> Open(int graceSeconds) => Business.Open(graceSeconds, new Dictionary<string, string>
    {
        ["ConnectionStrings__Postgres"] = _database,
        ["Jwt__SigningKey"] = "a signing key of at least thirty-two bytes",
    });
}
