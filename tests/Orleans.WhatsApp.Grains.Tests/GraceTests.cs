using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Tenants;
using Decider = Orleans.WhatsApp.Chats.Chat;

namespace Orleans.WhatsApp.Grains;

/// <summary>People end the grace period or make it longer.</summary>
public sealed class GraceTests : IAsyncLifetime
{
    private static readonly Guid Ann = Guid.Parse("aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa");
    private static readonly TimeSpan LastMoment = TimeSpan.FromSeconds(1);
    private ChatWorld _world = null!;

    public async Task InitializeAsync() => _world = await ChatWorld.Start();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task An_answer_that_is_wanted_now_is_asked_for_at_once_and_not_again_when_the_grace_period_would_have_ended()
    {
        await _world.ContactWrites("Hello");
        var seen = (await _world.State()).Epoch;
        Assert.True((await _world.Chat.Act(new ChatAction.AnswerNow(Ann, seen))).IsDone);
        await _world.Until("the answer on the phone", () => _world.WhatsApp.Accepted.Count == 1);
        _world.Advance(ChatWorld.Grace);
        await _world.Chat.LookAgain();

        Assert.Equal(["Hello"], _world.Agents.UserMessages);
        Assert.Equal(1, (await _world.State()).TurnsAsked);
        Assert.Contains(await _world.Timeline(), line => line is { Rule: "O30", Cause: nameof(ChatInput.OperatorEndedGrace) } && line.Actor == Ann.ToString());
        var again = await _world.Chat.Act(new ChatAction.AnswerNow(Ann, seen));
        Assert.Equal(("speaker_moved", "operator", (Guid?)Ann), (again.Refusal, again.MovedBy, again.MovedByUser));
        Assert.Equal("not_waiting", (await _world.Chat.Act(new ChatAction.AnswerNow(Ann))).Refusal);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Where_it_is_wanted_in_the_moment_in_which_the_grace_period_ends_the_agent_is_asked_once(bool deadlineComesFirst)
    {
        await _world.ContactWrites("Hello");
        // All but the last moment of it: the clock's next step must not end the agent's time as well.
        _world.Advance(ChatWorld.Grace - LastMoment);
        var commits = _world.Store.HoldCommits();
        Task<ActionOutcome> wanted;
        if (deadlineComesFirst)
        {
            _world.Advance(LastMoment);
            await _world.Until("the deadline's commit", () => _world.Store.IsHolding);
            wanted = _world.Chat.Act(new ChatAction.AnswerNow(Ann));
        }
        else
        {
            wanted = _world.Chat.Act(new ChatAction.AnswerNow(Ann));
            await _world.Until("the person's commit", () => _world.Store.IsHolding);
            _world.Advance(LastMoment);
        }

        commits.SetResult();
        Assert.Equal(deadlineComesFirst ? "not_waiting" : "", (await wanted).Refusal);
        await _world.Until("the answer on the phone", () => _world.WhatsApp.Accepted.Count == 1);
        await _world.Chat.LookAgain();
        Assert.Equal(["Hello"], _world.Agents.UserMessages);
        Assert.Equal(1, (await _world.State()).TurnsAsked);
    }

    [Fact]
    public async Task An_activation_that_was_overtaken_by_the_deadline_asks_nobody_a_second_time()
    {
        await _world.ContactWrites("Hello");
        var stored = (await _world.Store.Load(_world.Key))!;
        var elsewhere = Decider.Decide(
            stored.State, new ChatInput.TimeReached(), _world.Clock.GetUtcNow() + ChatWorld.Grace, new ChatPolicy());
        Assert.Equal(Phase.AgentAsked, elsewhere.State.Phase);
        await _world.Store.Commit(new ChatCommit(_world.Key, stored.Version, elsewhere.State, elsewhere.Effects, [], []));

        Assert.Equal("not_waiting", (await _world.Chat.Act(new ChatAction.AnswerNow(Ann))).Refusal);
        Assert.Equal(1, (await _world.State()).TurnsAsked);
    }

    [Fact]
    public async Task Without_a_usable_agent_people_keep_their_time()
    {
        await _world.Settings.Configure(new ConfigChange(true, null, null));
        await _world.ContactWrites("Hello");
        var before = await _world.State();
        Assert.Equal("no_usable_agent", (await _world.Chat.Act(new ChatAction.AnswerNow(Ann))).Refusal);
        Assert.Equal(ChatStateJson.Write(before), ChatStateJson.Write(await _world.State()));

        _world.Advance(ChatWorld.Grace);
        await _world.Until("the session to end", async () => (await _world.State()) is { Phase: Phase.Idle, Attention: Attention.NoAgent });
        Assert.Empty(_world.Agents.UserMessages);
    }

    [Fact]
    public async Task A_grace_period_that_was_made_longer_ends_then_and_its_old_end_does_nothing()
    {
        await _world.ContactWrites("Hello");
        var oldEnd = (await _world.State()).Session!.GraceEndsAt;
        var newEnd = oldEnd + TimeSpan.FromSeconds(120);
        Assert.True((await _world.Chat.Act(new ChatAction.ExtendGrace(Ann, 120))).IsDone);

        Assert.Equal((newEnd, newEnd), ((await _world.State()).Session!.GraceEndsAt, (await _world.State()).NextDeadline));
        Assert.Equal(newEnd, (await _world.Sessions())[0].GraceDeadline);
        var reminder = Assert.Single((await _world.Services.GetRequiredService<IReminderTable>().ReadRows(_world.Chat.GetGrainId())).Reminders);
        Assert.True(reminder.StartAt >= newEnd.UtcDateTime, $"{reminder.StartAt:O} is before {newEnd:O}");
        var line = (await _world.Timeline())[^1];
        Assert.Equal(("O34", Ann.ToString(), "120_seconds"), (line.Rule, line.Actor, line.Detail));

        _world.Advance(ChatWorld.Grace);
        await _world.Chat.LookAgain();
        await _world.Chat.AsReference<IRemindable>().ReceiveReminder("wake", default);
        Assert.Equal(Phase.Grace, (await _world.State()).Phase);
        Assert.Empty(_world.Agents.UserMessages);

        _world.Advance(TimeSpan.FromSeconds(120));
        await _world.Until("the answer on the phone", () => _world.WhatsApp.Accepted.Count == 1);
        Assert.Equal(["Hello"], _world.Agents.UserMessages);
    }

    [Fact]
    public async Task The_longer_time_outlives_the_process()
    {
        await _world.ContactWrites("Hello");
        Assert.True((await _world.Chat.Act(new ChatAction.ExtendGrace(Ann, 3_600))).IsDone);
        await _world.Kill();
        _world.Advance(ChatWorld.Grace + TimeSpan.FromSeconds(30));
        await _world.StartAgain();
        await _world.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(Phase.Grace, (await _world.State()).Phase);
        Assert.Empty(_world.Agents.UserMessages);
    }

    [Fact]
    public async Task A_contact_is_left_waiting_for_a_day_at_most()
    {
        await _world.ContactWrites("Hello");
        var started = (await _world.State()).Session!.StartedAt;
        for (var i = 0; i < 23; i++) Assert.True((await _world.Chat.Act(new ChatAction.ExtendGrace(Ann, 3_600))).IsDone);
        Assert.Equal("grace_too_long", (await _world.Chat.Act(new ChatAction.ExtendGrace(Ann, 3_600))).Refusal);
        Assert.Equal(started + ChatWorld.Grace + TimeSpan.FromHours(23), (await _world.State()).Session!.GraceEndsAt);
        Assert.True((await _world.Chat.Act(new ChatAction.TakeOver(Ann, "Ann"))).IsDone);
        Assert.Equal("not_waiting", (await _world.Chat.Act(new ChatAction.ExtendGrace(Ann, 60))).Refusal);
    }
}
