using Orleans.WhatsApp.EndToEnd;
using Orleans.WhatsApp.KillPoints;
using Orleans.WhatsApp.Simulator;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Faults;

/// <summary>One installation on which stories are played one after the other, each with a contact of its own and a death.</summary>
internal sealed class KillLane : IAsyncDisposable
{
    private const int Killed = 128 + 9;
    private const string PersonsWords = "A person is here";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static int _contacts;

    private readonly string _folder;
    private readonly string? _database;
    private readonly Business _business;
    private readonly Books _books;
    private readonly Judge _judge;

    private KillLane(string folder, string? database, Business business)
    {
        (_folder, _database, _business, _books) = (folder, database, business, database is null ? Books.InFolder(folder) : Books.InPostgres(database));
        _judge = new Judge(business.World, _books);
    }

    private string Armed => Path.Combine(_folder, "kill-point");

    public static async Task<KillLane> Open(bool onPostgres)
    {
        var folder = Directory.CreateTempSubdirectory("orleans-whatsapp-kill-").FullName;
        var database = onPostgres ? await (await PostgresServer.Get()).NewDatabase() : null;
        var settings = new Dictionary<string, string>
        {
            ["Storage__Path"] = folder,
            ["DOTNET_STARTUP_HOOKS"] = typeof(KillPoint).Assembly.Location,
            [KillPoint.Setting] = Path.Combine(folder, "kill-point"),
            ["Chat__SendTimeout"] = "00:00:02",
            ["Unipile__SendTimeout"] = "00:00:02",
            ["ElevenLabs__GreetingWait"] = "00:00:00.050",
        };
        if (database is not null) (settings["ConnectionStrings__Postgres"], settings["Jwt__SigningKey"]) = (database, "a signing key for tests, of more than thirty-two bytes");
        return new KillLane(folder, database, await Business.Open(graceSeconds: 1, settings, world => world with { WebhookAttempts = 1_000, LongestWebhookRetryDelay = TimeSpan.FromMilliseconds(300) }));
    }

    /// <summary>Plays it, and judges it from outside: the phone, the agent, the provider, the database.</summary>
    public async Task<KillOutcome> Play(KillStory story)
    {
        var world = _business.World;
        var number = Interlocked.Increment(ref _contacts);
        var contact = world.Contact($"+90555{number:0000000}", $"Contact {number}");
        var (line, death) = ($"Hello, this is number {number}", new TaskCompletionSource());
        world.Agent(Crowd.Agent).Brain = turn => (story.AgentWaits ? AgentReplyScript.Silence.Until(death.Task) : AgentReplyScript.Silence).Say(Crowd.AnswerTo(turn.Text));
        var wasTold = await Do(story, contact, line);
        Assert.Equal(Killed, await _business.Silo.Ended(Patience));
        (world.Unipile.Echo, var answered) = (EchoTiming.AfterResponse, await wasTold);
        world.Unipile.Faults.Clear();
        death.SetResult();
        await _business.Silo.StartAgain();

        var chat = contact.Chat(_business.Account).Id;
        await _judge.Settle(() => _books.Story(chat));
        var (asked, told) = (world.Conversations.Sum(conversation => conversation.UserMessages.Count(text => text == line)), contact.Received.Select(message => message.Text ?? "").ToArray());
        await Check(story, line, chat, asked, told, answered);
        return new KillOutcome(asked, told.Length);
    }

    /// <returns>When the process is dead: whether a person's request was answered with success all the same.</returns>
    private async Task<Task<bool>> Do(KillStory story, SimulatedContact contact, string line)
    {
        if (story.Deed == Deed.Writes)
        {
            Arm(story);
            contact.Write(line);
            return Task.FromResult(true);
        }

        contact.Write(line);
        await _business.Eventually("the agent to be asked", () => Task.FromResult(_business.World.Conversations.Any(conversation => conversation.UserMessages.Contains(line))));
        var id = (await _business.Chats()).First(chat => chat.GetProperty("contact_phone").GetString() == contact.PhoneNumber).GetProperty("_id").GetString();
        if (story.Deed == Deed.TakesOver)
        {
            Arm(story);
            return Try($"/api/whatsapp/chats/{id}/takeover", new { });
        }

        await _business.Eventually("the agent's answer to be settled", async () => contact.Received.Count == 1 && (await _books.Work()).Length == 0);
        await _business.Post($"/api/whatsapp/chats/{id}/takeover", new { });
        Arm(story);
        return Try($"/api/whatsapp/chats/{id}/send", new { text = PersonsWords });
    }

    private void Arm(KillStory story)
    {
        story.World(_business.World);
        story.Point.Arm(Armed);
    }

    private async Task<bool> Try(string path, object body)
    {
        try
        {
            await _business.Post(path, body);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task Check(KillStory story, string line, string chat, int asked, string[] told, bool answered)
    {
        var (sessions, takenOver) = (await _books.SessionsByChat())[chat];
        var seen = $"asked {asked} times, on the phone: {string.Join(" | ", told)}, taken over: {takenOver}; {await _books.Story(chat)}";
        var isTaken = takenOver > 0;
        Assert.True(sessions == 1, $"{sessions} sessions; {seen}");
        Assert.True(asked >= 1 && asked <= story.MostAsked, seen);
        switch (story.Deed)
        {
            case Deed.Writes:
                Assert.True(told is [var only] && only == Crowd.AnswerTo(line), seen);
                break;
            case Deed.TakesOver:
                if (story.Point.Time != KillTime.AsItBegins) Assert.True(isTaken == (story.Point.Time == KillTime.After), seen);
                Assert.True(told.Length == (isTaken ? 0 : 1), seen);
                break;
            default:
                Assert.True(told.Count(text => text == Crowd.AnswerTo(line)) == 1, seen);
                var isSaid = told.Count(text => text == PersonsWords);
                Assert.True(isSaid == (story.Point is { Time: KillTime.Before } ? 0 : 1), seen);
                Assert.True(!answered || isSaid == 1, seen);
                break;
        }

        await _judge.EachEventIsThereOnce();
    }

    public async ValueTask DisposeAsync()
    {
        await _business.DisposeAsync();
        if (_database is not null) await PostgresServer.DropDatabase(_database);
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>How often the agent was asked about the contact's text, and how many messages came to the contact's phone.</summary>
internal sealed record KillOutcome(int Asked, int OnThePhone);
