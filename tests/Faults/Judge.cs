using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.Faults;

/// <summary>Judges an installation by what the world around it and its database say.</summary>
internal sealed class Judge(SimulatedWorld world, Books books)
{
    /// <summary>Until nothing is under way anywhere and nothing is left to do; then a second answer had every chance to come.</summary>
    public Task Settle(Func<Task<string>>? story = null, TimeSpan? patience = null) => Fact.Stays("nothing to be left to do", async () =>
    {
        if (world.WorkInProgress > 0) return $"{world.WorkInProgress} under way in the world";
        return await books.Work() is { Length: > 0 } work ? $"{work}; {(story is null ? "" : await story())}" : "";
    }, patience);

    /// <summary>
    /// What a provider told of by webhook, our own sends included, is kept and stored once, whether or not the first answer to it was a 200; and every send
    /// came to an end.
    /// </summary>
    public async Task EachEventIsThereOnce()
    {
        var deliveries = world.Webhooks.Deliveries.Where(delivery => delivery.Event == "message_received").ToArray();
        Assert.Empty(await books.Damage());
        Assert.NotEmpty(deliveries);
        Assert.All(deliveries, delivery => Assert.Equal(DeliveryState.Accepted, delivery.State));
        var told = deliveries.Select(delivery => delivery.MessageId!).ToHashSet();
        var (kept, stored) = ((await books.ReceivedIds()).ToLookup(id => id), (await books.MessageIds()).ToLookup(id => id));
        Assert.Empty(told.Where(id => kept[id].Count() != 1).Select(id => $"{id} is kept {kept[id].Count()} times"));
        Assert.Empty(told.Where(id => stored[id].Count() != 1).Select(id => $"{id} is stored {stored[id].Count()} times"));
        Assert.Empty((await books.Sends()).Keys.Except(["accepted", "withdrawn"]));
    }

    /// <summary>The agent was asked about each line once, each phone has its answer once and nothing else, and each chat had one session.</summary>
    /// <param name="mostAsked">More than once only where a text was handed over and its answer could not be found.</param>
    public async Task EachHasOneAnswer(IReadOnlyCollection<Crowd.Writer> writers, int mostAsked = 1)
    {
        var asked = world.Conversations.SelectMany(conversation => conversation.UserMessages).ToLookup(text => text);
        var sessions = await books.SessionsByChat();
        var wrong = new List<string>();
        foreach (var writer in writers)
        {
            var answers = writer.Contact.Received.Select(message => message.Text).ToArray();
            var times = asked[writer.Line].Count();
            if (answers is [var only] && only == Crowd.AnswerTo(writer.Line) && times >= 1 && times <= mostAsked && sessions[writer.ChatId].Sessions == 1) continue;
            wrong.Add($"{writer.Line}: asked {times} times, {sessions[writer.ChatId].Sessions} sessions, told {string.Join(" | ", answers)} -- {await books.Story(writer.ChatId)}");
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {writers.Count}\n{string.Join('\n', wrong.Take(10))}");
        Assert.Equal(writers.Count, asked.Count);
    }
}
