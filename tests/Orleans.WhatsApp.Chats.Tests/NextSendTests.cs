using Orleans.WhatsApp.Chats.Tests.Rules;

namespace Orleans.WhatsApp.Chats.Tests;

/// <summary>Which send may be claimed next: point 6 of the product's description.</summary>
public sealed class NextSendTests
{
    [Fact]
    public void The_oldest_ready_send_goes_first() =>
        Assert.Equal(1, NumberOfNext(new Life().HasSend(Sender.Ai, SendStatus.Ready).HasSend(Sender.Human, SendStatus.Ready)));

    [Fact]
    public void Nothing_goes_while_a_call_is_running() =>
        Assert.Null(NumberOfNext(new Life().HasSend(Sender.Human, SendStatus.Claimed).HasSend(Sender.Human, SendStatus.Ready)));

    [Theory]
    [InlineData(Sender.Ai, null)]
    [InlineData(Sender.Human, 2)]
    public void An_agents_send_waits_behind_an_unclear_one_and_a_persons_does_not(Sender speaker, int? next) =>
        Assert.Equal(next, NumberOfNext(new Life().HasSend(Sender.Ai, SendStatus.Unknown).HasSend(speaker, SendStatus.Ready)));

    [Fact]
    public void A_person_passes_an_agents_send_that_waits_behind_an_unclear_one() =>
        Assert.Equal(3, NumberOfNext(new Life().HasSend(Sender.Human, SendStatus.Unknown).HasSend(Sender.Ai, SendStatus.Ready).HasSend(Sender.Human, SendStatus.Ready)));

    [Fact]
    public void A_send_that_only_lacks_its_name_holds_nobody_up() =>
        Assert.Equal(2, NumberOfNext(new Life().HasSend(Sender.Ai, SendStatus.AcceptedUnnamed).HasSend(Sender.Ai, SendStatus.Ready)));

    [Fact]
    public void A_delayed_send_keeps_its_place()
    {
        var life = new Life().HasSend(Sender.Human, SendStatus.Ready);
        life.ChangeLastSend(send => send with { NotBefore = life.Now.AddSeconds(4) }).HasSend(Sender.Human, SendStatus.Ready);

        Assert.Null(NumberOfNext(life));
        Assert.Equal(1, NumberOfNext(life.Wait(4)));
    }

    private static int? NumberOfNext(Life life) =>
        life.State.NextSend(life.Now) is { } send ? Enumerable.Range(1, life.State.IntentsMade).Single(number => IntentId.Of(Life.Key.Chat, number) == send.Intent) : null;
}
