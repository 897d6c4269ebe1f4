using Orleans.WhatsApp.Chats.Tests.Rules;
using static Orleans.WhatsApp.Chats.ChatInput;

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
    public void Who_has_the_right_to_speak_since_then_does_not_wait_for_what_was_unclear_before() =>
        Assert.Equal(2, NumberOfNext(new Life().HasSend(Sender.Human, SendStatus.Unknown, epochsAgo: 1).HasSend(Sender.Ai, SendStatus.Ready)));

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

    [Theory]
    [InlineData(1, false, false, true, null)]
    [InlineData(-1, false, false, true, SendDenied.WindowClosed)]
    [InlineData(null, false, false, true, SendDenied.WindowClosed)]
    [InlineData(-1, true, true, true, null)]
    [InlineData(1, false, false, false, null)]
    [InlineData(1, false, true, true, null)]
    [InlineData(1, false, true, false, SendDenied.LiveSendOff)]
    [InlineData(-1, true, true, false, SendDenied.LiveSendOff)]
    [InlineData(-1, false, true, false, SendDenied.WindowClosed)]
    public void At_the_last_moment_a_closed_window_keeps_back_all_but_a_template_and_the_switch_what_nobody_asked_for(
        int? minutesOpen, bool isTemplate, bool isInitiative, bool allowsLiveSend, string? expected)
    {
        var life = new Life().HasSend(Sender.Human, SendStatus.Ready)
            .ChangeLastSend(send => send with { IsInitiative = isInitiative, Content = isTemplate ? new MessageContent.Template("offer", "en", []) : null });
        life.Change(chat => chat with { WindowClosesAt = minutesOpen is { } minutes ? life.Now.AddMinutes(minutes) : null });
        var policy = life.Policy with { AllowsLiveSend = allowsLiveSend };
        Assert.Equal(expected, Chat.WhyNot(life.State, life.State.Sends[0], policy with { Window = TimeSpan.FromDays(1) }, life.Now));

        var unlimited = expected == SendDenied.WindowClosed ? (isInitiative && !allowsLiveSend ? SendDenied.LiveSendOff : null) : expected;
        Assert.Equal(unlimited, Chat.WhyNot(life.State, life.State.Sends[0], policy, life.Now));
    }

    private static int? NumberOfNext(Life life) =>
        life.State.NextSend(life.Now) is { } send ? Enumerable.Range(1, life.State.IntentsMade).Single(number => IntentId.Of(Life.Key.Chat, number) == send.Intent) : null;
}
