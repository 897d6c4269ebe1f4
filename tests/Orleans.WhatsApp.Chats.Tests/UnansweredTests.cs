using Orleans.WhatsApp.Chats.Tests.Rules;

namespace Orleans.WhatsApp.Chats.Tests;

/// <summary>A contact may write without end while nobody answers; what a chat holds of it has an end (decision 006).</summary>
public sealed class UnansweredTests
{
    [Fact]
    public void The_newest_texts_wait_for_an_answer()
    {
        var life = Writes(250, number => $"line {number}");

        Assert.Equal(Enumerable.Range(151, 100).Select(number => $"line {number}"), life.State.Unanswered.Select(text => text.Text));
        Assert.Equal(250, life.State.MessageCount);
    }

    [Fact]
    public void Long_ones_are_fewer() => Assert.Equal(8, Writes(20, _ => new string('x', 4_096)).State.Unanswered.Length);

    [Fact]
    public void The_last_one_waits_however_long_it_is() => Assert.Single(Writes(3, _ => new string('x', 50_000)).State.Unanswered);

    [Fact]
    public void What_the_agent_did_not_answer_waits_with_what_came_meanwhile()
    {
        var life = Writes(100, number => $"line {number}");
        life.Do(new ChatInput.TimeReached()).Do(new ChatInput.CaughtUp(Answered: false));
        Assert.Equal(Phase.AgentAsked, life.State.Phase);
        for (var number = 101; number <= 130; number++) life.Texts($"m{number}", $"line {number}");

        // Both attempts stay without an answer.
        while (life.Turn is { IsOutstanding: true })
        {
            life.Now = life.State.NextDeadline!.Value;
            life.Do(new ChatInput.TimeReached());
        }

        Assert.Equal(Enumerable.Range(31, 100).Select(number => $"line {number}"), life.State.Unanswered.Select(text => text.Text));
    }

    private static Life Writes(int texts, Func<int, string> text)
    {
        var life = new Life();
        for (var number = 1; number <= texts; number++) life.Wait(0.1).Texts($"m{number}", text(number));
        life.Now = life.State.NextDeadline!.Value;
        return life;
    }
}
