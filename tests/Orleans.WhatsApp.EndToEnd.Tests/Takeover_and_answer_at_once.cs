using System.Text.Json;
using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.EndToEnd;

/// <summary>
/// A person takes over in the moment of the agent's answer. Either the answer was handed to the provider before the takeover was committed, or it is never sent;
/// the chat's history says which.
/// </summary>
public sealed class Takeover_and_answer_at_once
{
    private const int Chats = 40;

    [Fact]
    public async Task The_answer_was_handed_over_before_or_it_is_never_sent()
    {
        await using var business = await Business.Open(graceSeconds: 1);
        var gates = Enumerable.Range(0, Chats).ToDictionary(number => $"Hello {number}", _ => new TaskCompletionSource());
        business.World.Agent("agent_reception").Brain = turn => new AgentReplyScript([]).Until(gates[turn.Text].Task).Say($"Answer to {turn.Text}");
        var contacts = Enumerable.Range(0, Chats).Select(number => business.World.Contact($"+9055500{number:00000}", $"Contact {number}")).ToArray();
        foreach (var (contact, number) in contacts.Select((contact, number) => (contact, number))) contact.Write($"Hello {number}");
        await business.Eventually("every agent to be asked", () => Task.FromResult(business.World.Conversations.Sum(conversation => conversation.UserMessages.Count) == Chats));
        var chats = (await business.Chats()).ToDictionary(chat => chat.GetProperty("contact_phone").GetString()!, chat => chat.GetProperty("_id").GetString()!);

        var random = new Random(7);
        await Task.WhenAll(contacts.Select((contact, number) => Race(business, chats[contact.PhoneNumber], gates[$"Hello {number}"], random.Next(-15, 16))));
        await Task.Delay(TimeSpan.FromSeconds(2));
        await business.World.WaitUntilIdle();

        var sent = 0;
        foreach (var contact in contacts)
        {
            var history = await business.Of(chats[contact.PhoneNumber], "timeline");
            var takeover = Index(history, "OperatorTookOver");
            var answered = contact.Received.Count;
            sent += answered;
            Assert.True(takeover >= 0, "The takeover is not in the history.");
            if (answered == 0) continue;
            // It arrived, so it was decided before the takeover; what was still unclaimed then would have been withdrawn with it.
            Assert.Equal(1, answered);
            Assert.InRange(Index(history, "AgentReplied"), 0, takeover - 1);
            Assert.DoesNotContain(await business.Of(chats[contact.PhoneNumber], "messages"), message => message.GetProperty("delivery_status").GetString() == "withdrawn");
        }

        Assert.InRange(sent, 0, Chats);
        Assert.All(await business.Chats(), chat => Assert.Equal("human", chat.GetProperty("mode").GetString()));
    }

    private static async Task Race(Business business, string chat, TaskCompletionSource answer, int answerLaterByMs)
    {
        if (answerLaterByMs <= 0) answer.SetResult();
        await Task.Delay(Math.Abs(answerLaterByMs));
        var takeover = business.Post($"/api/whatsapp/chats/{chat}/takeover", new { });
        answer.TrySetResult();
        await takeover;
    }

    private static int Index(IReadOnlyList<JsonElement> history, string cause) =>
        history.Select((line, index) => (line, index)).Where(one => one.line.GetProperty("cause").GetString() == cause).Select(one => one.index).DefaultIfEmpty(-1).First();
}
