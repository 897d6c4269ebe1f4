using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Media;

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
        var call = await AnnSendsAndTheCallHangs();

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

    [Fact]
    public async Task A_process_that_stood_still_after_its_claim_makes_no_call_before_it_has_claimed_again()
    {
        await _world.ContactWrites("Hello");
        _world.Store.AfterNextClaim = () => _world.Advance(TimeSpan.FromSeconds(60));
        await Does(new ChatAction.Send(Ann, "Ann", "Good morning"));
        await _world.AdvanceUntil("the second claim's call", () => Task.FromResult(_world.WhatsApp.Accepted.Count == 1));
        await _world.Until("its end", async () => (await _world.State()).Sends.IsEmpty);
        Assert.Contains(await _world.Timeline(), line => line is { Cause: nameof(ChatInput.SendPostponed), Detail: "stood_still", Rule: "S7" });
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_for_a_while_is_sent_when_it_can_and_the_send_is_never_unclear()
    {
        var file = await AnnSendsAFile(() => throw new MediaStoreException("Out of reach.", new IOException()));
        await _world.AdvanceUntil("the first try", async () => (await _world.State()).Sends is [{ Postponements: > 0 }]);
        Assert.Empty(_world.WhatsApp.Accepted);

        _world.Media.BeforeOpen = null;
        await _world.AdvanceUntil("the call", () => Task.FromResult(_world.WhatsApp.Accepted.Count == 1));
        Assert.Equal(file, _world.WhatsApp.Accepted[0].File.ToArray());
        await _world.Until("its end", async () => (await _world.State()).Sends.IsEmpty);
        Assert.Contains(await _world.Timeline(), line => line is { Cause: nameof(ChatInput.SendPostponed), Detail: "file_unreachable", Rule: "S7" });
        Assert.DoesNotContain(await _world.Timeline(), line => line.Cause == nameof(ChatInput.SendUnclear));
    }

    [Fact]
    public async Task A_file_that_takes_too_long_to_read_is_not_sent_under_the_claim_that_may_be_taken_for_orphaned()
    {
        await AnnSendsAFile(() =>
        {
            _world.Media.BeforeOpen = null;
            _world.Advance(TimeSpan.FromSeconds(60));
        });
        await _world.AdvanceUntil("the second claim's call", () => Task.FromResult(_world.WhatsApp.Accepted.Count == 1));
        await _world.Until("its end", async () => (await _world.State()).Sends.IsEmpty);
        Assert.Contains(await _world.Timeline(), line => line is { Cause: nameof(ChatInput.SendPostponed), Detail: "file_unreachable", Rule: "S7" });
        Assert.Single(_world.WhatsApp.Accepted);
    }

    [Fact]
    public async Task A_file_whose_send_is_unclear_is_found_and_not_sent_again()
    {
        var call = _world.WhatsApp.AcceptNextAndHang();
        await AnnSendsAFile(() => { });
        await _world.AdvanceUntil("the call", () => Task.FromResult(_world.WhatsApp.Accepted.Count == 1));
        call.SetResult(new SendResult.Unclear("timeout"));
        await _world.AdvanceUntil("what became of it", async () => (await _world.State()).Sends.IsEmpty);
        await _world.Pass(TimeSpan.FromSeconds(60));
        Assert.Single(_world.WhatsApp.Accepted);
        Assert.Contains(await _world.Timeline(), line => line.Rule == "S13");
    }

    [Fact]
    public async Task A_send_of_which_no_copy_is_seen_is_tried_three_times_and_left_to_a_person()
    {
        var calls = 0;
        for (var times = 0; times < 5; times++)
            _world.WhatsApp.Next(_ =>
            {
                calls++;
                return Task.FromResult<SendResult>(new SendResult.Unclear("timeout"));
            });
        await _world.ContactWrites("Hello");
        await Does(new ChatAction.Send(Ann, "Ann", "Good morning"));
        await _world.AdvanceUntil("a person to be asked", async () => (await _world.State()).Attention == Attention.SendUnclear);
        await _world.Pass(TimeSpan.FromSeconds(120));
        Assert.Equal(3, calls);
        Assert.Equal(SendStatus.Unknown, Assert.Single((await _world.State()).Sends).Status);
    }

    [Fact]
    public async Task A_process_that_is_about_to_end_finishes_the_running_send_and_leaves_the_next_to_another_one()
    {
        var call = await AnnSendsAndTheCallHangs();
        var closing = _world.Services.GetRequiredService<OpenCalls>().Close();
        await Does(new ChatAction.Send(Ann, "Ann", "Here it is"));
        Assert.False(closing.IsCompleted);

        call.SetResult(new SendResult.Accepted("sent-1"));
        await closing.WaitAsync(TimeSpan.FromSeconds(30));
        await _world.Pass(TimeSpan.FromSeconds(20));
        Assert.Single(_world.WhatsApp.Accepted);
        Assert.Equal([SendStatus.Ready], (await _world.State()).Sends.Select(send => send.Status));

        await _world.Kill();
        await _world.StartAgain();
        await _world.AdvanceUntil("the next process's send", () => Task.FromResult(_world.WhatsApp.Accepted.Count == 2));
        Assert.Equal("Here it is", _world.WhatsApp.Accepted[1].Text);
    }

    [Fact]
    public async Task The_agent_says_no_more_once_what_a_person_wrote_is_safe_though_the_chat_was_not_told_of_it()
    {
        var call = _world.WhatsApp.AcceptNextAndHang();
        _world.Agents.Brain = async (conversation, _) =>
        {
            await conversation.Say("One.");
            await conversation.Say("Two.");
        };
        await _world.ContactWrites("Hello");
        await _world.AdvanceUntil("both parts", async () => (await _world.State()).Sends.Length == 2);
        await _world.Keep(new FakeEvent("own", "chat-1", "phone-1", "I am here.", _world.Clock.GetUtcNow()));

        call.SetResult(new SendResult.Accepted("sent-1"));
        await _world.AdvanceUntil("the person to have the chat", async () => (await _world.State()).Phase == Phase.Person);
        await _world.Pass(TimeSpan.FromSeconds(20));
        Assert.Equal(["One."], _world.WhatsApp.Accepted.Select(delivery => delivery.Text));
    }

    /// <summary>The provider tells nobody who was away; it is asked before the agent goes on.</summary>
    [Fact]
    public async Task What_the_agent_had_still_to_say_when_its_process_died_is_not_said_after_a_person_has_answered_meanwhile()
    {
        _world.WhatsApp.AcceptNextAndHang();
        _world.Agents.Brain = async (conversation, _) =>
        {
            await conversation.Say("One.");
            await conversation.Say("Two.");
        };
        await _world.ContactWrites("Hello");
        await _world.AdvanceUntil("both parts", async () => (await _world.State()).Sends.Length == 2);
        await TheProcessDiesAndAPersonAnswersMeanwhile();
        Assert.Equal(["One."], _world.WhatsApp.Accepted.Select(delivery => delivery.Text));
    }

    [Fact]
    public async Task What_was_being_said_when_the_process_died_and_never_went_out_is_not_said_over_a_person_either()
    {
        _world.WhatsApp.Next(_ => new TaskCompletionSource<SendResult>().Task);
        await _world.ContactWrites("Hello");
        await _world.AdvanceUntil("the call", async () => (await _world.State()).Sends is [{ Speaker: Sender.Ai }]);
        await _world.Until("the call", () => _world.Services.GetRequiredService<OpenCalls>().Count == 1);
        await TheProcessDiesAndAPersonAnswersMeanwhile();
        Assert.Empty(_world.WhatsApp.Accepted);
    }

    /// <summary>No webhook tells of it.</summary>
    private async Task TheProcessDiesAndAPersonAnswersMeanwhile()
    {
        await _world.Kill();
        _world.Advance(TimeSpan.FromSeconds(60));
        _world.WhatsApp.History.Add(("phone-1", "I am here.", _world.Clock.GetUtcNow()));

        await _world.StartAgain();
        await _world.AdvanceUntil("the person to have the chat", async () => (await _world.State()).Phase == Phase.Person);
        await _world.AdvanceUntil("an end", async () => (await _world.State()).Sends.IsEmpty);
    }

    /// <summary>Ann takes the chat over and writes; WhatsApp has her message, and its answer is what the test sets.</summary>
    private async Task<TaskCompletionSource<SendResult>> AnnSendsAndTheCallHangs()
    {
        var call = _world.WhatsApp.AcceptNextAndHang();
        await _world.ContactWrites("Hello");
        await Does(new ChatAction.TakeOver(Ann, "Ann"));
        await Does(new ChatAction.Send(Ann, "Ann", "One moment"));
        await _world.Until("the call", () => _world.WhatsApp.Accepted.Count == 1);
        return call;
    }

    /// <param name="opening">What happens when the store is asked for it.</param>
    /// <returns>The file's bytes.</returns>
    private async Task<byte[]> AnnSendsAFile(Action opening)
    {
        var (bytes, key) = ("%PDF-1.7"u8.ToArray(), Guid.NewGuid());
        await _world.ContactWrites("Hello");
        await _world.Media.Save(new MediaKey(_world.Key.Tenant, _world.Key.Chat, key), "application/pdf", new MemoryStream(bytes), CancellationToken.None);
        _world.Media.BeforeOpen = opening;
        await Does(new ChatAction.Send(Ann, "Ann", "") { Content = ChatStateJson.WriteContent(new MessageContent.Media(key, "document", "application/pdf", "prices.pdf", "", bytes.Length)) });
        return bytes;
    }

    private async Task Does(ChatAction action) => Assert.True((await _world.Chat.Act(action)).IsDone);
}
