using System.Collections.Concurrent;
using Orleans.WhatsApp.EndToEnd;
using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.Faults;

/// <summary>The WhatsApp provider takes nothing for as long as it takes: some of what it is asked it refuses, some it breaks, some it does all the same.</summary>
public sealed class The_provider_is_away : IAsyncLifetime
{
    private static readonly string[] Parts = ["First part", "Second part"];
    private readonly string _folder = Directory.CreateTempSubdirectory("orleans-whatsapp-away-").FullName;
    private Business _business = null!;

    public async Task InitializeAsync() => _business = await Business.Open(
        graceSeconds: 1, new Dictionary<string, string> { ["Storage__Path"] = _folder, ["Chat__SendTimeout"] = "00:00:02", ["Unipile__SendTimeout"] = "00:00:02" });

    public async Task DisposeAsync()
    {
        await _business.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_waited_goes_out_once_and_in_order_when_it_is_back()
    {
        var (world, books) = (_business.World, Books.InFolder(_folder));
        world.Agent(Crowd.Agent).Brain = _ => AgentReplyScript.Saying(Parts);
        // No echo, and no look-up while it is away: nobody can tell what became of a call whose answer is lost.
        world.Unipile.Echo = EchoTiming.Never;
        world.Unipile.Faults.Always(new ProviderFault.Refuse(503, "service_unavailable"), ProviderOperation.Read);
        var contacts = Enumerable.Range(0, 12).Select(number => world.Contact($"+90555{number:0000000}", $"Contact {number}")).ToArray();
        var chats = contacts.Select(contact => contact.Chat(_business.Account).Id).ToArray();
        var kinds = chats.Select((chat, number) => (chat, number % 3)).ToDictionary(one => one.chat, one => one.Item2);
        var tries = chats.ToDictionary(chat => chat, _ => new ConcurrentQueue<DateTimeOffset>());
        world.Unipile.Faults.Always(new ProviderFault.Refuse(503, "service_unavailable"), when: call => kinds[call.ChatId!] == 0 && Came(call.ChatId!));
        world.Unipile.Faults.Always(new ProviderFault.DropBeforeAccepting(), when: call => kinds[call.ChatId!] == 1);
        world.Unipile.Faults.Always(new ProviderFault.DropAfterAccepting(), when: call => kinds[call.ChatId!] == 2);

        foreach (var contact in contacts) contact.Write("Hello");
        await Fact.Comes("a fifth try of what is refused", async () => (await Postponed(books)).Max() >= 5 ? "" : $"{string.Join(", ", await Postponed(books))} postponements");
        // What was provably not taken is shown as waiting, and what may have been as unclear: it is not tried again, and what comes after it waits.
        Assert.Equal((16, 8), (await Shown("waiting"), await Shown("unclear")));
        Assert.All(contacts.Where((_, number) => number % 3 == 2), contact => Assert.Equal([Parts[0]], contact.Received.Select(message => message.Text)));
        Assert.All(contacts.Where((_, number) => number % 3 < 2), contact => Assert.Empty(contact.Received));
        foreach (var chat in chats.Where((_, number) => number % 3 == 0)) Assert.All(Pauses(tries[chat]), pause => Assert.True(pause.Taken >= pause.Least, $"{pause}"));

        world.Unipile.Faults.Clear();
        world.Unipile.Echo = EchoTiming.AfterResponse;
        await Fact.Comes("both parts on each phone", () => contacts.All(contact => contact.Received.Count >= Parts.Length));
        var judge = new Judge(world, books);
        await judge.Settle();
        Assert.All(contacts, contact => Assert.Equal(Parts, contact.Received.Select(message => message.Text)));
        Assert.Equal((0, 0), (await Shown("waiting"), await Shown("unclear")));
        Assert.Equal(contacts.Length, world.Conversations.Sum(conversation => conversation.UserMessages.Count));
        await judge.EachEventIsThereOnce();

        bool Came(string chat)
        {
            tries[chat].Enqueue(TimeProvider.System.GetUtcNow());
            return true;
        }
    }

    private static async Task<IReadOnlyList<long>> Postponed(Books books) => [0, .. await books.Read("select postponements from outbox", row => row.GetInt64(0))];

    /// <summary>Between one try and the next, as the provider sees them come: one second, then twice as long each time.</summary>
    private static IEnumerable<(TimeSpan Taken, TimeSpan Least)> Pauses(ConcurrentQueue<DateTimeOffset> tries)
    {
        Assert.True(tries.Count > 3, $"{tries.Count} tries");
        return tries.Zip(tries.Skip(1)).Select((pair, number) => (pair.Second - pair.First, TimeSpan.FromSeconds(Math.Pow(2, number))));
    }

    private async Task<int> Shown(string status) => (await _business.Get($"/api/whatsapp/outbox?status={status}")).GetProperty("total").GetInt32();
}
