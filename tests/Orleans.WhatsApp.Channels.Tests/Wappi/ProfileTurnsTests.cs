using Orleans.WhatsApp.Channels.Wappi;

namespace Orleans.WhatsApp.Channels.Tests.Wappi;

public class ProfileTurnsTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task One_is_in_at_a_time_and_the_next_one_is_the_first_that_came()
    {
        var turns = new ProfileTurns(TimeProvider.System);
        var first = await turns.Enter("p1", Long, CancellationToken.None);
        var (second, third) = (turns.Enter("p1", Long, CancellationToken.None), turns.Enter("p1", Long, CancellationToken.None));
        Assert.False(second.IsCompleted || third.IsCompleted);

        first!.Dispose();
        var next = await second;
        Assert.False(third.IsCompleted);
        next!.Dispose();
        (await third)!.Dispose();
    }

    [Fact]
    public async Task Another_profile_does_not_wait()
    {
        var turns = new ProfileTurns(TimeProvider.System);
        using var one = await turns.Enter("p1", Long, CancellationToken.None);
        using var other = await turns.Enter("p2", Long, CancellationToken.None);
        Assert.NotNull(other);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_the_turn_to_others()
    {
        var turns = new ProfileTurns(TimeProvider.System);
        var first = await turns.Enter("p1", Long, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var second = turns.Enter("p1", Long, stop.Token);
        var third = turns.Enter("p1", Long, CancellationToken.None);
        await stop.CancelAsync();
        Assert.Null(await second);
        Assert.Null(await turns.Enter("p1", TimeSpan.FromMilliseconds(20), CancellationToken.None));

        first!.Dispose();
        (await third)!.Dispose();
    }

    [Fact]
    public async Task Nobody_is_remembered_who_is_gone()
    {
        var turns = new ProfileTurns(TimeProvider.System);
        for (var profile = 0; profile < 1000; profile++)
        {
            using var turn = await turns.Enter($"p{profile}", Long, CancellationToken.None);
            Assert.Null(await turns.Enter($"p{profile}", Long, new CancellationToken(canceled: true)));
            Assert.Equal(1, turns.Count);
        }

        Assert.Equal(0, turns.Count);
    }
}
