using Orleans.WhatsApp.Chats.Tests.Rules;
using static Orleans.WhatsApp.Chats.ChatInput;

namespace Orleans.WhatsApp.Chats.Tests;

/// <summary>From when on the provider is asked what people did before the agent says anything.</summary>
public sealed class AskSinceTests
{
    [Fact]
    public void Before_a_later_part_of_an_answer_it_is_asked_from_the_time_at_which_the_agent_was_asked()
    {
        var life = new Life();
        life.Texts("m1", "Hello");
        life.Now = life.State.NextDeadline!.Value;
        life.Do(new TimeReached());
        var askedAt = life.Turn!.AskedAt;
        life.Do(new AgentReplied(life.Turn!.Number, 1, "We open at nine."));
        var first = life.LastIntent;
        life.Change(chat => Chat.Claimed(chat, first, life.Now));
        // Its outcome is heard of ten minutes later, and then what the agent said besides.
        life.Now = askedAt.AddMinutes(10);
        life.Do(new SendAccepted(first, "sent-1")).Do(new AgentReplied(life.Turn!.Number, 1, "And close at six.", Part: 2));

        Assert.NotNull(life.State.NextSend(life.Now));
        Assert.InRange(Chat.AskSince(life.State)!.Value, DateTimeOffset.MinValue, askedAt);
    }
}
