using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;

namespace Orleans.WhatsApp.Grains;

public sealed class OutboxTests : IAsyncLifetime
{
    private static readonly Guid Ann = Guid.Parse("aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa");
    private ChatWorld _world = null!;

    public async Task InitializeAsync() => _world = await ChatWorld.Start();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_send_that_ends_while_nothing_can_be_written_is_settled_when_the_database_is_back()
    {
        var call = new TaskCompletionSource<SendResult>();
        _world.WhatsApp.Next(delivery =>
        {
            _world.WhatsApp.Accept(delivery);
            return call.Task;
        });
        await _world.ContactWrites("Hello");
        await Does(new ChatAction.TakeOver(Ann, "Ann"));
        await Does(new ChatAction.Send(Ann, "Ann", "One moment"));
        await _world.Until("the call", () => _world.WhatsApp.Accepted.Count == 1);

        _world.Store.IsReadOnly = true;
        call.SetResult(new SendResult.Accepted("sent-1"));
        await _world.Pass(TimeSpan.FromSeconds(60));
        _world.Store.IsReadOnly = false;
        await _world.Pass(TimeSpan.FromSeconds(60));

        Assert.Empty((await _world.State()).Sends);
        await Does(new ChatAction.Send(Ann, "Ann", "Here it is"));
        await _world.Until("the next message", () => _world.WhatsApp.Accepted.Count == 2);
    }

    [Fact]
    public async Task A_claim_whose_answer_was_lost_does_not_hold_up_the_chat_for_ever()
    {
        await _world.ContactWrites("Hello");
        _world.Store.LoseNextClaim();
        await Does(new ChatAction.Send(Ann, "Ann", "Good morning"));
        await _world.Pass(TimeSpan.FromSeconds(90));
        Assert.Equal(["Good morning"], _world.WhatsApp.Accepted.Select(sent => sent.Text));
        Assert.Empty((await _world.State()).Sends);
    }

    [Fact]
    public async Task A_send_that_was_not_taken_is_not_unclear_because_the_account_could_not_be_written_down()
    {
        _world.Channels.BeforeSave = _ => throw new IOException("The channel cannot be written.");
        _world.WhatsApp.Next(_ => Task.FromResult<SendResult>(new SendResult.Postponed("disconnected", ChannelStatus.NeedsReconnect)));
        await _world.ContactWrites("Hello");
        await Does(new ChatAction.Send(Ann, "Ann", "Good morning"));
        await _world.Until("what became of it", async () =>
        {
            _world.Advance(TimeSpan.FromMilliseconds(100));
            return (await _world.State()).Sends is not [{ Status: SendStatus.Claimed or SendStatus.Ready, Postponements: 0 }];
        });
        Assert.DoesNotContain((await _world.State()).Sends, send => send.Status == SendStatus.Unknown);
    }

    private async Task Does(ChatAction action) => Assert.True((await _world.Chat.Act(action)).IsDone);
}
