using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.Cluster;

/// <summary>Contacts who each write one line, by which the agent's questions are told apart.</summary>
internal sealed class Crowd(SiloCluster cluster)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    private readonly List<Writer> _writers = [];

    /// <summary>All who have written, in that order.</summary>
    public IReadOnlyList<Writer> Writers
    {
        get { lock (_writers) return [.. _writers]; }
    }

    public int Count
    {
        get { lock (_writers) return _writers.Count; }
    }

    public int Answered => Writers.Count(writer => writer.Contact.Received.Count > 0);

    /// <summary>Newcomers write at this rate until so many have.</summary>
    public Task Write(int many, double perSecond)
    {
        var until = Count + many;
        return WriteWhile(() => Count < until, perSecond);
    }

    /// <summary>Newcomers write at this rate for as long as the condition holds.</summary>
    public async Task WriteWhile(Func<bool> condition, double perSecond)
    {
        var (since, begun) = (TimeProvider.System.GetTimestamp(), Count);
        while (true)
        {
            while (Count - begun <= TimeProvider.System.GetElapsedTime(since).TotalSeconds * perSecond)
            {
                if (!condition()) return;
                WriteOne();
            }

            await Task.Delay(Tick, TimeProvider.System);
        }
    }

    /// <summary>One message on each phone.</summary>
    public async Task EachHasOneAnswer(IReadOnlyList<Writer>? of = null)
    {
        var wrong = (of ?? Writers).Where(writer => writer.Contact.Received.Count != 1);
        Assert.Empty(await Stories(wrong, writer => string.Join(" | ", writer.Contact.Received.Select(message => $"{message.At:HH:mm:ss.fff} {message.Text}"))));
    }

    /// <summary>The agent was asked about each text exactly once, and about nothing else.</summary>
    public async Task EachWasAskedOnce()
    {
        var asked = Questions().ToLookup(question => question.Text);
        Assert.Empty(await Stories(Writers.Where(writer => asked[writer.Line].Count() != 1), writer => string.Join(" | ", asked[writer.Line].Select(question => $"{question.At:HH:mm:ss.fff} asked"))));
        Assert.Equal(Count, asked.Count);
    }

    /// <summary>How long after its grace deadline the agent was first asked about each chat.</summary>
    public async Task<IReadOnlyList<TimeSpan>> Lateness(IReadOnlyCollection<Writer>? of = null)
    {
        var deadlines = await cluster.Books.GraceDeadlines();
        var first = Questions().GroupBy(question => question.Text).ToDictionary(group => group.Key, group => group.Min(question => question.At));
        return [.. from writer in of ?? Writers
                   where first.ContainsKey(writer.Line) && deadlines.ContainsKey(writer.ChatId)
                   select first[writer.Line] - deadlines[writer.ChatId]];
    }

    private async Task<IReadOnlyList<string>> Stories(IEnumerable<Writer> wrong, Func<Writer, string> seen)
    {
        var stories = new List<string>();
        foreach (var writer in wrong.Take(10)) stories.Add($"{writer.Line}: {seen(writer)} -- {await cluster.Books.Story(writer.ChatId)}");
        return stories;
    }

    private IEnumerable<(string Text, DateTimeOffset At)> Questions() =>
        cluster.World.Conversations.SelectMany(conversation => conversation.Transcript).Where(line => line.Role == "user").Select(line => (line.Message, line.At));

    private void WriteOne()
    {
        var number = Count;
        var contact = cluster.World.Contact($"+90555{number:0000000}", $"Contact {number}");
        var line = $"Hello, this is number {number}";
        var writer = new Writer(contact, line, contact.Chat(cluster.Account).Id);
        lock (_writers) _writers.Add(writer);
        writer.MessageId = contact.Write(line).Id;
    }

    /// <param name="ChatId">The provider's.</param>
    internal sealed record Writer(SimulatedContact Contact, string Line, string ChatId)
    {
        public string MessageId { get; set; } = "";
    }
}
