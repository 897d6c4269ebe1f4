using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Grains.Tenants;

namespace Orleans.WhatsApp.Grains;

/// <summary>The database has done what was asked, and its answer is lost; or it is away for longer than a report is told at once.</summary>
public sealed class UnclearTests : IAsyncLifetime
{
    private static readonly Guid Ann = Guid.Parse("aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa");
    private ChatWorld _world = null!;

    public async Task InitializeAsync() => _world = await ChatWorld.Start();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Theory, InlineData(0), InlineData(2)]
    public async Task An_ask_within_a_conversation_is_made_within_seconds(int failedReadings)
    {
        await AgentHasAnswered();
        // Past the reminder of the grace period, which would look again as well.
        await _world.Pass(TimeSpan.FromSeconds(15));
        await _world.ContactWrites("And on Sunday?");
        _world.Store.BreakNextCommit(afterWriting: true);
        _world.Store.ReadingsToFail = failedReadings;
        _world.Advance(new ChatPolicy().MessageBuffer);
        await _world.Until("the readings", () => _world.Store.ReadingsToFail == 0 || Passes());
        await PassUntil("the second answer", TimeSpan.FromSeconds(10), () => _world.WhatsApp.Accepted.Count == 2);
        Assert.Equal((2, 1), ((await _world.State()).Session!.Turn!.Number, (await _world.State()).Session!.Turn!.AcceptedAttempt));

        bool Passes()
        {
            _world.Advance(TimeSpan.FromMilliseconds(100));
            return false;
        }
    }

    [Fact]
    public async Task A_claim_that_nobody_has_called_for_is_taken_back_at_once_and_needs_no_look_up()
    {
        await _world.ContactWrites("Hello");
        _world.Store.LoseNextClaim();
        await _world.Chat.Act(new ChatAction.Send(Ann, "Ann", "Good morning"));
        await PassUntil("the message", TimeSpan.FromSeconds(10), () => _world.WhatsApp.Accepted.Count == 1);
        await _world.Until("its outcome", async () => (await _world.State()).Sends.IsEmpty);
        Assert.DoesNotContain(await _world.Timeline(), entry => entry.Rule is "S10" or "S11");
    }

    [Fact]
    public async Task All_parts_of_an_answer_are_told_however_long_the_database_is_away()
    {
        await AgentHasAnswered();
        var conversation = _world.Agents.Conversations[^1];
        _world.Store.IsReadOnly = true;
        await conversation.Say("We open at nine,");
        await conversation.Say("and close at six.");
        await _world.Pass(TimeSpan.FromSeconds(40));
        Assert.Single(_world.WhatsApp.Accepted);

        _world.Store.IsReadOnly = false;
        await PassUntil("the other parts", TimeSpan.FromSeconds(30), () => _world.WhatsApp.Accepted.Count == 3);
        Assert.Equal(["We open at nine,", "and close at six."], _world.WhatsApp.Accepted.Skip(1).Select(sent => sent.Text));
    }

    [Fact]
    public async Task A_part_that_could_not_be_told_for_long_goes_out_only_after_the_provider_was_asked_what_people_did()
    {
        await AgentHasAnswered();
        _world.Store.IsReadOnly = true;
        await _world.Agents.Conversations[^1].Say("We open at nine.");
        await _world.Pass(TimeSpan.FromSeconds(20));
        _world.WhatsApp.History.Add(("phone-1", "Ann here, I'll see to it", _world.Clock.GetUtcNow()));
        _world.Store.IsReadOnly = false;
        await PassUntil("her message", TimeSpan.FromSeconds(30), async () => (await _world.Messages()).Any(message => message.Text == "Ann here, I'll see to it"));
        await _world.Pass(TimeSpan.FromSeconds(30));
        Assert.Single(_world.WhatsApp.Accepted);
    }

    [Fact]
    public async Task While_the_provider_is_asked_what_people_did_nobody_else_sends_what_the_agent_said()
    {
        await AgentHasAnswered();
        _world.Store.IsReadOnly = true;
        await _world.Agents.Conversations[^1].Say("We open at nine.");
        await _world.Pass(TimeSpan.FromSeconds(20));
        var history = new TaskCompletionSource();
        _world.WhatsApp.GivesHistory = history.Task;
        _world.Store.IsReadOnly = false;
        var asked = _world.WhatsApp.Pulls.Count;
        await PassUntil("the question", TimeSpan.FromSeconds(30), () => _world.WhatsApp.Pulls.Count > asked);
        await _world.Chat.Dispatch();
        Assert.Single(_world.WhatsApp.Accepted);

        history.SetResult();
        await PassUntil("what the agent said", TimeSpan.FromSeconds(30), () => _world.WhatsApp.Accepted.Count == 2);
    }

    [Fact]
    public async Task A_recording_is_written_out_though_the_commit_that_had_it_fetched_was_unclear()
    {
        RecordingsSay("Are you open?");
        await _world.Keep(new FakeEvent("voice", "chat-1", "voice-1", "", _world.Clock.GetUtcNow()));
        _world.Store.BreakNextCommit(afterWriting: true);
        await _world.Chat.InboxArrived();
        await PassUntil("its words", TimeSpan.FromSeconds(10), async () => await Words() == "Are you open?");
        Assert.Equal(1, _world.WhatsApp.Fetches);

        async Task<string?> Words() => await _world.Services.GetRequiredService<IChatStore>().Load(_world.Key) is null ? null : (await _world.Messages()).SingleOrDefault()?.Text;
    }

    [Fact]
    public async Task A_recording_whose_process_has_died_is_written_out_long_before_the_agent_is_asked()
    {
        RecordingsSay("Are you open?");
        var hangs = new TaskCompletionSource();
        _world.WhatsApp.BeforeFetch = () => hangs.Task;
        await _world.Arrives(new FakeEvent("voice", "chat-1", "voice-1", "", _world.Clock.GetUtcNow()));
        await _world.Kill();
        _world.WhatsApp.BeforeFetch = null;
        await _world.StartAgain();
        await PassUntil("its words", TimeSpan.FromSeconds(45), async () => (await _world.Messages()).Single().Text == "Are you open?");
        Assert.Equal(Phase.Grace, (await _world.State()).Phase);
    }

    [Fact]
    public async Task An_agent_that_was_deleted_is_gone_though_nobody_heard_of_it()
    {
        var agent = Assert.Single((await _world.Settings.Read()).Agents);
        _world.LosesAnswerTo = nameof(ITenantStore.DeleteAgent);
        await Assert.ThrowsAsync<IOException>(() => _world.Settings.DeleteAgent(agent.Id));
        _world.LosesAnswerTo = null;
        Assert.Equal("", (await _world.Settings.Facts("")).AgentExternalId);
        Assert.False(await _world.Settings.DeleteAgent(agent.Id));
    }

    [Fact]
    public async Task People_are_called_at_once_where_the_agent_was_taken_away_and_nobody_heard_of_it()
    {
        await _world.ContactWrites("Hello");
        _world.LosesAnswerTo = nameof(ITenantStore.SaveConfig);
        await Assert.ThrowsAsync<IOException>(() => _world.Settings.Configure(new ConfigChange(SetAgent: true, Agent: null, null)));
        _world.LosesAnswerTo = null;
        await _world.Until("the call", async () => (await _world.State()).Attention is Attention.NoAgent);
    }

    [Fact]
    public async Task A_contact_who_was_ignored_while_nobody_could_be_told_is_not_answered_and_not_shown()
    {
        await _world.ContactWrites("Hello");
        await _world.Services.GetRequiredService<ITenantStore>().Ignore(ChatWorld.Tenant, FakeEvent.Phone, PhoneKey.Of(FakeEvent.Phone), _world.Clock.GetUtcNow());
        await _world.Settings.SetActive(true); // reads the lists anew, and tells no chat
        _world.Advance(ChatWorld.Grace);
        await _world.Until("the end of the session", async () => (await _world.State()).Phase == Phase.Idle);
        var state = await _world.State();
        Assert.True(state.IsHidden);
        Assert.Null(state.Attention);
        Assert.Empty(_world.Agents.Conversations);
    }

    private void RecordingsSay(string words)
    {
        _world.WhatsApp.Abilities = new ChannelAbilities { Media = true };
        _world.WhatsApp.Give = () => new FetchedMedia.Fetched(new MemoryStream([1, 2, 3]), "audio/ogg", "");
        _world.Media.Hear = _ => new Transcription.Heard(words);
    }

    private async Task AgentHasAnswered()
    {
        await _world.ContactWrites("Hello");
        _world.Advance(ChatWorld.Grace);
        await PassUntil("the first answer", TimeSpan.FromSeconds(30), () => _world.WhatsApp.Accepted.Count == 1);
        await _world.Until("its outcome", async () => (await _world.State()).Sends.IsEmpty);
    }

    private Task PassUntil(string what, TimeSpan atMost, Func<bool> fact) => PassUntil(what, atMost, () => Task.FromResult(fact()));

    private async Task PassUntil(string what, TimeSpan atMost, Func<Task<bool>> fact)
    {
        var end = _world.Clock.GetUtcNow() + atMost;
        while (!await fact())
        {
            if (_world.Clock.GetUtcNow() >= end) throw new TimeoutException($"Waited for {what}; {string.Join(" > ", (await _world.Timeline()).Reverse().Select(entry => entry.Rule))}");
            _world.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(100);
        }
    }
}
