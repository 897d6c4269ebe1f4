using System.Diagnostics;
using System.Globalization;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Benchmarks.Lists;

/// <summary>Each question some times for itself, one after the other, through the classes that the gateway asks; printed as a table for docs/performance.md.</summary>
internal static class Measure
{
    private const int WarmUps = 8;
    private const int Runs = 60;
    private const int Chats = 20;
    private const int Messages = 50;

    /// <summary>Chats of 1,015 messages.</summary>
    private const int Talkative = 200;

    public static async Task All(IDashboardQueries queries, TextWriter output)
    {
        var tenant = LargeTenant.Id;
        Task<Page<ChatRow>> List(ChatFilter filter, PageAt? at = null) => queries.Chats(tenant, filter, at ?? new(1, Chats));
        Task<Page<ChatRow>> Find(string text, PageAt? at = null) => List(new(Search: SearchText.Of(text)), at);
        PageAt Behind(int chat) => new(1, Chats, new(ListKind.Chats, LargeTenant.LastMessageOf(chat), LargeTenant.Chat(chat).Value));
        Task<Page<MessageRow>> Read(int chat, PageAt at) => queries.Messages(tenant, LargeTenant.Chat(chat), at);

        await output.WriteLineAsync("| What | median ms | p95 ms | rows | total |\n|---|---|---|---|---|");
        async Task Of<T>(string what, Func<int, Task<Page<T>>> ask)
        {
            var times = new List<double>();
            var page = await ask(0);
            for (var run = -WarmUps; run < Runs; run++)
            {
                var started = Stopwatch.GetTimestamp();
                page = await ask(Math.Max(run, 0));
                if (run >= 0) times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            times.Sort();
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"| {what} | {times[Runs / 2]:F1} | {times[Runs * 95 / 100]:F1} | {page.Items.Count} | {page.Total} |"));
        }

        await Of("chats, all", _ => List(ChatFilter.All));
        foreach (var mode in (string[])["ai", "human", "closed", "waiting"]) await Of($"chats, {mode}", _ => List(new(mode)));
        await Of("chats, needs attention", _ => List(new(NeedsAttention: true)));
        await Of("chats, needs no attention", _ => List(new(NeedsAttention: false)));
        await Of("chats, human and needs attention", _ => List(new("human", true)));
        await Of("chats, behind a cursor 40,000 chats deep", run => List(ChatFilter.All, Behind(10_000 + run)));
        await Of("closed chats, behind the same cursor", run => List(new("closed"), Behind(10_000 + run)));
        await Of("chats, page 1,000 by number", _ => List(ChatFilter.All, new(1_000, Chats)));
        await Of("closed chats, page 400 by number", _ => List(new("closed"), new(400, Chats)));
        await Of("stats", async _ => new Page<ChatCounts>([await queries.Counts(tenant)], 0));
        await Of("one chat", async run => new Page<ChatRow>([(await queries.Chat(tenant, LargeTenant.Chat(1 + run)))!], 1));
        await Of("messages, first page of a chat with 1,015", run => Read(Talkative * (1 + run), new(1, Messages)));
        await Of("messages, last page by number", run => Read(Talkative * (1 + run), new(21, Messages)));
        await Of("messages, page behind a cursor", run => Read(Talkative * (1 + run),
            new(1, Messages, new(ListKind.Messages, LargeTenant.LastMessageOf(Talkative * (1 + run)) - TimeSpan.FromDays(4), Number: long.MaxValue))));
        await Of("messages of a chat with 15", run => Read(1 + run, new(1, Messages)));
        await Of("sessions", run => queries.Sessions(tenant, LargeTenant.Chat(1 + run), new(1, Messages)));
        await Of("timeline", run => queries.Timeline(tenant, LargeTenant.Chat(1 + run), new(1, Messages)));

        await Of("search, a name that one contact has", run => Find($"ayse {(12 * (100 + run)):x5}"));
        await Of("search, a name that one in twelve has", _ => Find("Ayşe"));
        await Of("search, the end of a number", run => Find($"{7919L * (run + 40_000) % 1_000_000_000:D9}"[3..]));
        await Of("search, three digits", _ => Find("532"));
        await Of("search, what all numbers begin with", _ => Find("905"));
        await Of("search, a word in 3 messages", _ => Find("zırhlıgergedan"));
        await Of("search, a word in one message of a thousand", _ => Find("orderbdd"));
        await Of("search, a word in one message of ten", _ => Find("fiyat"));
        await Of("search, the commonest word (two messages of five)", _ => Find("merhaba"));
        await Of("search, two common words", _ => Find("fiyat ürün"));
        await Of("search, two letters", _ => Find("me"));
        await Of("search, one letter", _ => Find("m"));
        await Of("search, nothing like it", _ => Find("qwxyzt"));
        await Of("search, a common word among closed chats", _ => List(new("closed", Search: SearchText.Of("fiyat"))));
        await Of("search, the second page by cursor", _ => Find("fiyat", Behind(49_900)));
        await Of("the small tenant searches the commonest word", _ => queries.Chats(LargeTenant.Small, new(Search: SearchText.Of("merhaba")), new(1, Chats)));
    }
}
