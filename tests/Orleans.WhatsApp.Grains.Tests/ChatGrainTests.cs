using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Connections;
using Orleans.WhatsApp.Grains.Sweeps;
using Decider = Orleans.WhatsApp.Chats.Chat;

namespace Orleans.WhatsApp.Grains;

public sealed class ChatGrainTests : IAsyncLifetime
{
    private static readonly Guid Ann = Guid.Parse("aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa");
    private ChatWorld _world = null!;

    public async Task InitializeAsync() => _world = await ChatWorld.Start();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task After_the_grace_period_the_agent_is_asked_once_and_its_answer_reaches_the_contact()
    {
        await _world.ContactWrites("Hello");
        await _world.ContactWrites("Are you open?");
        _world.Advance(ChatWorld.Grace - TimeSpan.FromSeconds(1));
        await _world.Chat.LookAgain();
        Assert.Empty(_world.Agents.UserMessages);

        _world.Advance(TimeSpan.FromSeconds(1));
        await _world.Until("the answer on the phone", () => _world.WhatsApp.Accepted.Count == 1);
        Assert.Equal(["Hello\nAre you open?"], _world.Agents.UserMessages);
        await _world.Until("the accepted message", async () => (await _world.Messages())[^1] is { Sender: Sender.Ai, Status: DeliveryStatus.Accepted });
        Assert.Equal(1, (await _world.State()).TurnsAsked);
    }

    [Fact]
    public async Task A_takeover_withdraws_an_answer_that_still_waits_for_its_turn()
    {
        var call = _world.WhatsApp.AcceptNextAndHang();
        _world.Agents.Brain = async (conversation, _) =>
        {
            await conversation.Say("first part");
            await conversation.Say("second part");
        };
        await _world.ContactWrites("Hello");
        _world.Advance(ChatWorld.Grace);
        await _world.Until("the first part to be handed over and the second to wait", async () => _world.WhatsApp.Accepted.Count == 1 && (await _world.State()).Sends.Length == 2);

        Assert.True((await _world.Chat.Act(new ChatAction.TakeOver(Ann, "Ann"))).IsDone);
        call.SetResult(new SendResult.Accepted("sent-1"));
        await _world.Until("the first part to be settled", async () => (await _world.State()).Sends.IsEmpty);
        Assert.Equal(["first part"], _world.WhatsApp.Accepted.Select(sent => sent.Text));
        Assert.Equal(["Hello", "first part"], (await _world.Messages()).Select(message => message.Text));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_commit_with_an_unclear_outcome_is_read_back_from_the_store(bool afterWriting)
    {
        await _world.ContactWrites("Hello");
        _world.Store.BreakNextCommit(afterWriting);
        await Assert.ThrowsAsync<IOException>(() => _world.Chat.Act(new ChatAction.TakeOver(Ann, "Ann")));
        await _world.Chat.LookAgain();
        Assert.Equal(afterWriting ? Phase.Person : Phase.Grace, (await _world.State()).Phase);
        Assert.True((await _world.Chat.Act(new ChatAction.TakeOver(Ann, "Ann"))).IsDone);
        Assert.Equal(Phase.Person, (await _world.State()).Phase);
    }

    [Fact]
    public async Task An_activation_that_was_overtaken_does_not_refuse_on_what_it_remembers()
    {
        await _world.ContactWrites("Hello");
        Assert.True((await _world.Chat.Act(new ChatAction.Close(Ann))).IsDone);
        var stored = (await _world.Store.Load(_world.Key))!;
        var wrote = new ChatInput.ContactWrote("new", "Hello again", _world.Clock.GetUtcNow(), new Contact("Ayşe", FakeEvent.Phone, "ayse"), "chat-1");
        var elsewhere = Decider.Decide(stored.State, wrote, _world.Clock.GetUtcNow(), new ChatPolicy());
        Assert.Equal(Phase.Grace, elsewhere.State.Phase);
        await _world.Store.Commit(new ChatCommit(_world.Key, stored.Version, elsewhere.State, elsewhere.Effects, [], []));
        Assert.True((await _world.Chat.Act(new ChatAction.Send(Ann, "Ann", "Good morning"))).IsDone);
    }

    [Fact]
    public async Task A_chat_that_another_activation_has_begun_is_found()
    {
        Assert.Equal("unknown_chat", (await _world.Chat.Act(new ChatAction.TakeOver(Ann, "Ann"))).Refusal);
        var wrote = new ChatInput.ContactWrote("new", "Hello", _world.Clock.GetUtcNow(), new Contact("Ayşe", FakeEvent.Phone, "ayse"), "chat-1");
        var begun = Decider.Decide(ChatState.New(_world.Key, "chat-1"), wrote, _world.Clock.GetUtcNow(), new ChatPolicy());
        await _world.Store.Commit(new ChatCommit(_world.Key, 0, begun.State, begun.Effects, [], []));
        Assert.True((await _world.Chat.Act(new ChatAction.TakeOver(Ann, "Ann"))).IsDone);
    }

    [Fact]
    public async Task An_activation_that_was_overtaken_decides_again_on_what_the_other_one_left()
    {
        await _world.ContactWrites("Hello");
        var stored = (await _world.Store.Load(_world.Key))!;
        var elsewhere = Decider.Decide(stored.State, new ChatInput.OperatorTookOver(new(Ann), "Ann"), _world.Clock.GetUtcNow(), new ChatPolicy());
        await _world.Store.Commit(new ChatCommit(_world.Key, stored.Version, elsewhere.State, elsewhere.Effects, [], []));

        var outcome = await _world.Chat.Act(new ChatAction.TakeOver(Guid.NewGuid(), "Ben"));
        Assert.Equal(("taken_over", "Ann"), (outcome.Refusal, outcome.HeldByName));
    }

    [Fact]
    public async Task A_process_that_died_during_a_call_leaves_a_send_that_is_looked_up_and_not_repeated()
    {
        _world.WhatsApp.AcceptNextAndHang();
        await _world.ContactWrites("Hello");
        _world.Advance(ChatWorld.Grace);
        await _world.Until("the answer on the phone", () => _world.WhatsApp.Accepted.Count == 1);

        await _world.Kill();
        await _world.StartAgain();
        await _world.AdvanceUntil("the send to be settled", async () => (await _world.State()).Sends.IsEmpty);
        Assert.Single(_world.WhatsApp.Accepted);
        Assert.Equal(DeliveryStatus.Accepted, (await _world.Messages())[^1].Status);
    }

    [Fact]
    public async Task A_process_that_died_before_the_provider_had_it_sends_it_once()
    {
        // Not only claimed: a call that begins after the kill would be the next process's.
        var isCalled = false;
        _world.WhatsApp.Next(_ =>
        {
            isCalled = true;
            return new TaskCompletionSource<SendResult>().Task;
        });
        await _world.ContactWrites("Hello");
        _world.Advance(ChatWorld.Grace);
        await _world.Until("the call", () => isCalled);

        await _world.Kill();
        await _world.StartAgain();
        await _world.AdvanceUntil("the answer on the phone", () => Task.FromResult(_world.WhatsApp.Accepted.Count > 0));
        await _world.Until("the send to be settled", async () => (await _world.State()).Sends.IsEmpty);
        Assert.Single(_world.WhatsApp.Accepted);
    }

    [Fact]
    public async Task A_deadline_that_passed_while_nobody_ran_is_met_after_asking_what_people_did_meanwhile()
    {
        await _world.ContactWrites("Hello");
        _world.WhatsApp.History.Add(("phone-1", "Good morning!", _world.Clock.GetUtcNow() + TimeSpan.FromMinutes(1)));
        await _world.Kill();
        _world.Advance(TimeSpan.FromMinutes(10));
        await _world.StartAgain();
        // Time stands still from here on: what is overdue is found at once, and the provider has all the time it is given.
        _world.Advance(TimeSpan.Zero);
        await _world.Until("the session to be resolved by the person", async () => (await _world.Sessions())[0].ResolvedBy == ResolvedBy.Human);
        Assert.Empty(_world.Agents.UserMessages);
    }

    [Fact]
    public async Task A_lost_conversation_is_asked_once_more_unless_its_transcript_holds_the_answer()
    {
        _world.Agents.Brain = (conversation, _) => conversation.Break();
        _world.Agents.Transcript = "Found in the transcript";
        await _world.ContactWrites("Hello");
        _world.Advance(ChatWorld.Grace);
        await _world.Until("the answer on the phone", () => _world.WhatsApp.Accepted.Count == 1);
        Assert.Equal("Found in the transcript", _world.WhatsApp.Accepted[0].Text);
        Assert.Single(_world.Agents.UserMessages);
    }

    /// <summary>As after the death of a silo that nobody has noticed yet.</summary>
    [Fact]
    public async Task An_agent_that_cannot_be_reached_for_some_seconds_is_asked_then_and_no_attempt_is_spent()
    {
        _world.Store.ContextsToFail = 4;
        await _world.ContactWrites("Hello");
        _world.Advance(ChatWorld.Grace);
        await _world.Until("the answer on the phone", async () =>
        {
            await _world.Pass(TimeSpan.FromSeconds(1));
            return _world.WhatsApp.Accepted.Count == 1;
        });
        Assert.Equal(1, (await _world.State()).Session!.Turn!.AcceptedAttempt);
    }

    [Fact]
    public async Task An_ask_whose_commit_had_an_unclear_outcome_is_made_when_it_is_read_back_and_no_attempt_is_spent()
    {
        await _world.ContactWrites("Hello");
        _world.Store.BreakNextCommit(afterWriting: true);
        _world.Advance(ChatWorld.Grace);
        await _world.Until("the answer on the phone", async () =>
        {
            await _world.Pass(TimeSpan.FromSeconds(1));
            return _world.WhatsApp.Accepted.Count == 1;
        });
        Assert.Equal(1, (await _world.State()).Session!.Turn!.AcceptedAttempt);
        Assert.Single(_world.Agents.Conversations);
    }

    [Fact]
    public async Task A_person_who_answers_while_the_agent_cannot_be_reached_leaves_nothing_to_ask()
    {
        _world.Store.ContextsToFail = 2;
        await _world.ContactWrites("Hello");
        _world.Advance(ChatWorld.Grace);
        await _world.Until("the agent to be out of reach", () => _world.Store.ContextsToFail == 1);
        Assert.True((await _world.Chat.Act(new ChatAction.TakeOver(Ann, "Ann"))).IsDone);
        await _world.Pass(TimeSpan.FromSeconds(20));
        Assert.Empty(_world.Agents.Conversations);
    }

    [Fact]
    public async Task An_agent_that_stays_silent_twice_calls_people()
    {
        _world.Agents.Brain = (_, _) => Task.CompletedTask;
        await _world.ContactWrites("Hello");
        _world.Advance(ChatWorld.Grace);
        await _world.Until("the first attempt", () => _world.Agents.UserMessages.Count == 1);
        _world.Advance(TimeSpan.FromSeconds(46));
        await _world.Until("the second attempt", () => _world.Agents.UserMessages.Count == 2);
        _world.Advance(TimeSpan.FromSeconds(46));
        await _world.Until("people to be called", async () => (await _world.State()).Attention == Attention.AgentSilent);
        Assert.Empty(_world.WhatsApp.Accepted);
    }

    [Fact]
    public async Task An_event_that_cannot_be_decided_is_set_aside_after_five_tries_and_the_others_go_on()
    {
        await _world.ContactWrites("Hello");
        await _world.Arrives(new FakeEvent("gibberish", "chat-1", "odd-1", "", _world.Clock.GetUtcNow()));
        await _world.ContactWrites("Still there?");
        for (var i = 0; i < 5; i++) await _world.Chat.LookAgain();
        Assert.Equal(["Hello", "Still there?"], (await _world.Messages()).Select(message => message.Text));
        Assert.Equal(Attention.EventSetAside, (await _world.State()).Attention);
    }

    [Fact]
    public async Task An_event_is_not_set_aside_because_its_tenant_could_not_be_read_for_a_while()
    {
        await _world.Kill();
        _world.TenantsAreAway = true;
        await _world.StartAgain();
        await _world.Keep(new FakeEvent("contact", "chat-1", "in-1", "Hello", _world.Clock.GetUtcNow()));
        await _world.Pass(TimeSpan.FromSeconds(30));

        _world.TenantsAreAway = false;
        await _world.Until("the message", async () =>
        {
            await _world.Pass(TimeSpan.FromSeconds(1));
            return await _world.Services.GetRequiredService<IChatStore>().Load(_world.Key) is { State.Phase: Phase.Grace };
        });
        Assert.Null((await _world.State()).Attention);
    }

    [Fact]
    public async Task A_reminder_that_outlived_its_session_goes_with_its_next_tick()
    {
        await _world.ContactWrites("Hello");
        var reminders = _world.Services.GetRequiredService<IReminderTable>();
        Assert.Single((await reminders.ReadRows(_world.Chat.GetGrainId())).Reminders);
        _world.Store.BreakNextCommit(afterWriting: true);
        await Assert.ThrowsAsync<IOException>(() => _world.Chat.Act(new ChatAction.Close(Ann)));

        await _world.Chat.AsReference<IRemindable>().ReceiveReminder("wake", default);
        Assert.Empty((await reminders.ReadRows(_world.Chat.GetGrainId())).Reminders);
    }

    [Fact]
    public async Task A_hint_that_waits_behind_a_turn_does_not_hold_up_the_end_of_the_process()
    {
        await _world.ContactWrites("Hello");
        var commits = _world.Store.HoldCommits();
        var turn = _world.Chat.Act(new ChatAction.TakeOver(Ann, "Ann"));
        await _world.Until("the commit", () => _world.Store.IsHolding);
        await _world.Chat.InboxArrived();
        await Task.Delay(100);

        var stop = _world.Cluster.StopSiloAsync(_world.Cluster.Silos[0]);
        await Task.Delay(100);
        commits.SetResult();
        Assert.True((await turn).IsDone);
        await stop.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_chat_that_hangs_does_not_keep_the_sweep_from_the_others_of_its_shard()
    {
        var shard = NameBasedId.Shard(_world.Key.Chat.Value, ISweepStore.Shards);
        var neighbour = Enumerable.Range(2, 1_000).Select(number => $"chat-{number}").First(chat => NameBasedId.Shard(ChatWorld.KeyOf(chat).Chat.Value, ISweepStore.Shards) == shard);
        var commits = _world.Store.HoldCommits(_world.Key);
        await _world.Keep(new FakeEvent("contact", "chat-1", "in-1", "Hello", _world.Clock.GetUtcNow()));
        await _world.Until("the sweep to wake the first chat", async () =>
        {
            await _world.Pass(TimeSpan.FromSeconds(1));
            return _world.Store.IsHolding;
        });

        await _world.Keep(new FakeEvent("contact", neighbour, "in-2", "Hello", _world.Clock.GetUtcNow()));
        await _world.Pass(TimeSpan.FromSeconds(20));
        Assert.Equal(Phase.Grace, (await _world.State(ChatWorld.KeyOf(neighbour))).Phase);
        commits.SetResult();
    }

    [Fact]
    public async Task A_provider_that_hangs_holds_up_neither_its_chat_nor_another()
    {
        _world.WhatsApp.Next(_ => new TaskCompletionSource<SendResult>().Task);
        await _world.ContactWrites("Hello");
        Assert.True((await _world.Chat.Act(new ChatAction.TakeOver(Ann, "Ann"))).IsDone);
        Assert.True((await _world.Chat.Act(new ChatAction.Send(Ann, "Ann", "One moment"))).IsDone);
        await _world.ContactWrites("Thanks");
        Assert.Equal(3, (await _world.Messages()).Count);

        await _world.ContactWrites("Hello from another chat", "chat-2");
        Assert.Equal(Phase.Grace, (await _world.State(ChatWorld.KeyOf("chat-2"))).Phase);
    }

    [Fact]
    public async Task Blacklisting_ends_the_session_and_nothing_goes_out_any_more()
    {
        await _world.ContactWrites("Hello");
        Assert.True(await _world.Settings.Blacklist(FakeEvent.Phone));
        await _world.Until("the session to end", async () => (await _world.State()).Phase == Phase.Idle);
        _world.Advance(ChatWorld.Grace * 2);
        await _world.ContactWrites("Hello?");
        Assert.Null((await _world.State()).Session);
        Assert.Empty(_world.Agents.UserMessages);
        Assert.Null((await _world.Messages())[^1].Session);
    }

    [Fact]
    public async Task Without_its_agent_a_waiting_session_ends_and_people_are_called()
    {
        await _world.ContactWrites("Hello");
        var agent = Assert.Single((await _world.Settings.Read()).Agents);
        await _world.Settings.SaveAgent(agent with { IsActive = false });
        await _world.Until("the session to end", async () => (await _world.State()) is { Phase: Phase.Idle, Attention: Attention.NoAgent });
    }

    [Fact]
    public async Task A_conversation_that_does_not_open_is_tried_again_with_growing_pauses()
    {
        await using var world = await ChatWorld.Start(options => options.AnswerTimeout = TimeSpan.FromMinutes(10));
        foreach (var _ in Enumerable.Range(0, 3)) world.Agents.RefuseNext(new AgentOpening.Failed("busy", MayRetry: true));
        await world.ContactWrites("Hello");
        world.Advance(ChatWorld.Grace);
        await world.AdvanceUntil("the answer on the phone", () => Task.FromResult(world.WhatsApp.Accepted.Count == 1));
        Assert.Single(world.Agents.UserMessages);
    }
}
