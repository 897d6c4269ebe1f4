using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Privacy;
using Decider = Orleans.WhatsApp.Chats.Chat;

namespace Orleans.WhatsApp.Grains;

public sealed class ErasureTests : IAsyncLifetime
{
    private static readonly Guid Ann = Guid.Parse("aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa");
    private static readonly FetchedMedia Voice = new FetchedMedia.Fetched(new MemoryStream([1, 2, 3]), "audio/ogg", "");
    private ChatWorld _world = null!;

    public async Task InitializeAsync() => _world = await ChatWorld.Start();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task An_erased_chat_is_gone_and_its_alarm_clock_too()
    {
        await _world.ContactWrites("Hello");
        var outcome = await Erase();
        Assert.Equal((1, 1), (outcome.Rows.Messages, outcome.Rows.Sessions));
        Assert.Null(await _world.Store.Load(_world.Key));
        Assert.Empty(await _world.Messages());
        Assert.Empty((await _world.Services.GetRequiredService<IReminderTable>().ReadRows(_world.Chat.GetGrainId())).Reminders);
        Assert.Equal("unknown_chat", (await _world.Chat.Act(new ChatAction.TakeOver(Ann, "Ann"))).Refusal);

        await _world.Pass(ChatWorld.Grace * 2);
        Assert.Null(await _world.Store.Load(_world.Key));
        Assert.Empty(_world.Agents.UserMessages);
    }

    [Fact]
    public async Task What_lies_in_the_inbox_is_erased_with_the_chat()
    {
        await _world.ContactWrites("Hello");
        await _world.Keep(new FakeEvent("contact", "chat-1", "in-9", "Nobody has seen this yet", _world.Clock.GetUtcNow()));
        Assert.Equal(2, (await Erase()).Rows.Messages);
        await _world.Chat.LookAgain();
        Assert.Null(await _world.Store.Load(_world.Key));
    }

    [Fact]
    public async Task Erasing_twice_does_no_harm_and_leaves_one_record()
    {
        await _world.ContactWrites("Hello");
        await Erase();
        Assert.Equal(("unknown_chat", ErasedRows.None), await Refusal());
        Assert.Single(await Record());
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task An_erasure_with_an_unclear_outcome_is_completed_by_another_call(bool afterWriting)
    {
        await _world.ContactWrites("Hello");
        _world.Store.BreakNextCommit(afterWriting);
        await Assert.ThrowsAsync<IOException>(() => _world.Chat.Erase(new ErasureOrder(Guid.NewGuid(), Ann)));
        await _world.Chat.Erase(new ErasureOrder(Guid.NewGuid(), Ann));
        Assert.Null(await _world.Store.Load(_world.Key));
        Assert.Empty(await _world.Messages());
        Assert.Single(await Record());
        Assert.Empty((await _world.Services.GetRequiredService<IReminderTable>().ReadRows(_world.Chat.GetGrainId())).Reminders);
    }

    [Fact]
    public async Task Events_of_before_that_are_repeated_days_later_stay_away()
    {
        var hello = new FakeEvent("contact", "chat-1", "in-1", "Hello", _world.Clock.GetUtcNow());
        // Never reported until now: only its time tells that it belongs to what was erased.
        var missed = new FakeEvent("contact", "chat-1", "in-0", "Anybody there?", _world.Clock.GetUtcNow());
        var phone = new FakeEvent("own", "chat-1", "phone-0", "A person here", _world.Clock.GetUtcNow());
        await _world.Arrives(hello);
        _world.Advance(TimeSpan.FromSeconds(30));
        await Erase();

        _world.Advance(TimeSpan.FromDays(6));
        foreach (var told in (FakeEvent[])[hello, missed, phone]) await _world.Arrives(told);
        Assert.Null(await _world.Store.Load(_world.Key));
        Assert.Empty(await _world.Messages());
    }

    [Fact]
    public async Task What_is_written_after_the_erasure_begins_anew_under_the_same_id()
    {
        var hello = new FakeEvent("contact", "chat-1", "in-0", "Hello", _world.Clock.GetUtcNow());
        await _world.Arrives(hello);
        await _world.ContactWrites("And another thing");
        var before = await _world.State();
        _world.Advance(TimeSpan.FromSeconds(30));
        await Erase();

        _world.Advance(TimeSpan.FromSeconds(30));
        await _world.ContactWrites("Me again");
        await _world.Arrives(hello with { Id = "in-0-again" });
        Assert.Equal(["Me again"], (await _world.Messages()).Select(message => message.Text));
        var state = await _world.State();
        Assert.Equal((Phase.Grace, 1), (state.Phase, state.MessageCount));
        Assert.True(state.Epoch > before.Epoch);
        Assert.NotEqual(before.Session!.Id, state.Session!.Id);

        _world.Advance(ChatWorld.Grace);
        await _world.Until("the answer on the phone", () => _world.WhatsApp.Accepted.Count == 1);
        Assert.Equal(["Me again"], _world.Agents.UserMessages);
        Assert.DoesNotContain("Hello", _world.Agents.Conversations[0].Context, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_send_that_hangs_while_the_chat_is_erased_brings_nothing_back_however_it_ends()
    {
        var call = _world.WhatsApp.AcceptNextAndHang();
        await _world.ContactWrites("Hello");
        await Does(new ChatAction.TakeOver(Ann, "Ann"));
        await Does(new ChatAction.Send(Ann, "Ann", "One moment"));
        await _world.Until("the call", () => _world.WhatsApp.Accepted.Count == 1);
        await Does(new ChatAction.Send(Ann, "Ann", "Never handed over"));

        _world.Advance(TimeSpan.FromSeconds(5));
        var outcome = await Erase();
        Assert.True(outcome.InFlight);
        Assert.Equal(2, outcome.Rows.Sends);

        _world.Advance(TimeSpan.FromSeconds(5));
        await _world.PersonWritesOnThePhone("One moment");
        call.SetResult(new SendResult.Accepted("sent-1"));
        await _world.Pass(TimeSpan.FromSeconds(60));
        Assert.Null(await _world.Store.Load(_world.Key));
        Assert.Single(_world.WhatsApp.Accepted);

        // Its end is not taken for the end of another one.
        await _world.ContactWrites("Hello again");
        await Does(new ChatAction.TakeOver(Ann, "Ann"));
        await Does(new ChatAction.Send(Ann, "Ann", "Good morning"));
        await _world.Until("the next send", () => _world.WhatsApp.Accepted.Count == 2);
        await _world.Until("its end", async () => (await _world.State()).Sends.IsEmpty);
        Assert.Equal(["Hello again", "Good morning"], (await _world.Messages()).Select(message => message.Text));
    }

    [Fact]
    public async Task An_agent_that_is_composing_is_sent_home_and_its_answer_goes_nowhere()
    {
        var answer = new TaskCompletionSource();
        _world.Agents.Brain = async (conversation, _) =>
        {
            await answer.Task;
            await conversation.Say("Too late");
        };
        await _world.ContactWrites("Hello");
        _world.Advance(ChatWorld.Grace);
        await _world.Until("the question", () => _world.Agents.UserMessages.Count == 1);
        await Erase();
        await _world.Until("the conversation's end", () => _world.Agents.Conversations[0].IsClosed);

        answer.SetResult();
        await _world.Pass(TimeSpan.FromSeconds(60));
        Assert.Empty(_world.WhatsApp.Accepted);
        Assert.Null(await _world.Store.Load(_world.Key));
    }

    [Fact]
    public async Task An_activation_that_has_not_heard_of_it_does_not_bring_the_chat_back()
    {
        await _world.ContactWrites("Hello");
        var stored = (await _world.Store.Load(_world.Key))!;
        var (now, version) = (_world.Clock.GetUtcNow(), stored.Version);
        await _world.Store.Erase(new ChatErasure(_world.Key, version, stored.State, Decider.Erase(stored.State, null, now, now) with { Version = version + 1 }, Guid.NewGuid(), Ann, now));

        // This one still has the chat in memory.
        Assert.Equal("unknown_chat", (await _world.Chat.Act(new ChatAction.Close(Ann))).Refusal);
        Assert.Null(await _world.Store.Load(_world.Key));
        _world.Advance(TimeSpan.FromSeconds(1));
        await _world.ContactWrites("Hello again");
        Assert.Equal(["Hello again"], (await _world.Messages()).Select(message => message.Text));
        Assert.True((await _world.Store.Load(_world.Key))!.Version > version + 1);
    }

    [Fact]
    public async Task An_activation_that_was_overtaken_erases_what_the_other_one_left()
    {
        await _world.ContactWrites("Hello");
        var stored = (await _world.Store.Load(_world.Key))!;
        var wrote = new ChatInput.ContactWrote("new", "Hello again", _world.Clock.GetUtcNow(), new Contact("Ayşe", FakeEvent.Phone, "ayse"), "chat-1");
        var elsewhere = Decider.Decide(stored.State, wrote, _world.Clock.GetUtcNow(), new ChatPolicy());
        await _world.Store.Commit(new ChatCommit(_world.Key, stored.Version, elsewhere.State, elsewhere.Effects, [], []));
        Assert.Equal(2, (await Erase()).Rows.Messages);
        Assert.Null(await _world.Store.Load(_world.Key));
    }

    [Fact]
    public async Task A_process_that_dies_after_the_erasure_leaves_nothing_that_another_one_would_take_up()
    {
        await _world.ContactWrites("Hello");
        await Erase();
        await _world.Kill();
        _world.Advance(TimeSpan.FromMinutes(10));
        await _world.StartAgain();
        await _world.Pass(TimeSpan.FromSeconds(60));
        Assert.Null(await _world.Store.Load(_world.Key));
        Assert.Empty(_world.Agents.UserMessages);
    }

    [Fact]
    public async Task For_its_age_a_chat_goes_only_if_nobody_has_written_and_nothing_is_open()
    {
        await _world.ContactWrites("Hello");
        var order = new ErasureOrder(Guid.Empty, SilentSince: _world.Clock.GetUtcNow().AddDays(1));
        Assert.Equal("in_use", (await _world.Chat.Erase(order)).Refusal);

        await Does(new ChatAction.Close(Ann));
        Assert.Equal("in_use", (await _world.Chat.Erase(order with { SilentSince = _world.Clock.GetUtcNow() })).Refusal);
        Assert.True((await _world.Chat.Erase(order)).IsDone);
        Assert.Null(await _world.Store.Load(_world.Key));
        Assert.Empty(await Record());
    }

    [Fact]
    public async Task What_is_older_than_the_tenant_keeps_is_not_taken()
    {
        Assert.Equal("", await _world.Settings.Configure(new ConfigChange(false, null, null) { SetRetention = true, RetentionDays = 7 }));
        await _world.Arrives(new FakeEvent("contact", "chat-1", "old", "Eight days ago", _world.Clock.GetUtcNow().AddDays(-8)));
        Assert.Null(await _world.Store.Load(_world.Key));
        await _world.Arrives(new FakeEvent("contact", "chat-1", "late", "Six days ago", _world.Clock.GetUtcNow().AddDays(-6)));
        Assert.Equal(["Six days ago"], (await _world.Messages()).Select(message => message.Text));
    }

    [Fact]
    public async Task A_file_that_comes_after_the_erasure_goes_as_well()
    {
        var comes = await ErasedWhileItsFileIsFetched();
        comes.SetResult();
        await _world.Until("the file to come and go", () => _world.Media.Saves == 1 && _world.Media.Kept.Count == 0);
        Assert.Null(await _world.Store.Load(_world.Key));
    }

    [Fact]
    public async Task A_file_that_comes_when_the_chat_has_begun_anew_goes_and_the_new_ones_stay()
    {
        var comes = await ErasedWhileItsFileIsFetched();
        _world.WhatsApp.BeforeFetch = null;
        _world.Advance(TimeSpan.FromSeconds(30));
        await ContactSpeaks("voice-2");
        await _world.Until("the new file", () => _world.Media.Kept.Count == 1);

        comes.SetResult();
        await _world.Until("the old file to come and go", () => _world.Media.Saves == 2 && _world.Media.Kept.Count == 1);
        Assert.Equal([FileOf("voice-2")], _world.Media.Kept);
    }

    [Fact]
    public async Task A_file_that_comes_after_the_erasure_goes_however_often_the_store_fails_first()
    {
        var (comes, failures) = (await ErasedWhileItsFileIsFetched(), 3);
        _world.Media.BeforeDelete = () =>
        {
            if (failures-- > 0) throw new MediaStoreException("Out of reach.", new IOException());
        };
        comes.SetResult();
        await _world.AdvanceUntil("the file to go", () => Task.FromResult(failures < 0 && _world.Media.Kept.Count == 0));
    }

    [Fact]
    public async Task A_file_that_stays_because_the_store_is_away_goes_with_another_erasure()
    {
        var (comes, tries) = (await ErasedWhileItsFileIsFetched(), 0);
        _world.Media.BeforeDelete = () =>
        {
            tries++;
            throw new MediaStoreException("Out of reach.", new IOException());
        };
        comes.SetResult();
        await _world.AdvanceUntil("the last try", () => Task.FromResult(tries == 5));
        Assert.Single(_world.Media.Kept);

        _world.Media.BeforeDelete = null;
        Assert.Equal("unknown_chat", (await Refusal()).Item1);
        Assert.Empty(_world.Media.Kept);
    }

    [Fact]
    public async Task A_chat_whose_files_cannot_be_deleted_is_still_there_for_whoever_asks_again()
    {
        _world.WhatsApp.Media = Voice;
        await ContactSpeaks("voice-1");
        await _world.Until("the file's report", async () => (await _world.State()).Media.IsEmpty);
        _world.Media.BeforeDelete = () => throw new MediaStoreException("Out of reach.", new IOException());
        await Assert.ThrowsAnyAsync<Exception>(() => _world.Chat.Erase(new ErasureOrder(Guid.NewGuid(), Ann)));
        Assert.NotNull(await _world.Store.Load(_world.Key));

        _world.Media.BeforeDelete = null;
        await Erase();
        Assert.Empty(_world.Media.Kept);
    }

    [Fact]
    public async Task A_report_that_comes_twice_takes_no_file_from_its_message()
    {
        _world.WhatsApp.Media = Voice;
        await ContactSpeaks("voice-1");
        await _world.Until("the file's report", async () => (await _world.State()).Media.IsEmpty);
        var message = (await _world.Messages())[0];
        await _world.Chat.MediaReported(new MediaReport(message.Id.Value, message.AttachmentsJson, "", null, null));
        Assert.Equal([FileOf("voice-1")], _world.Media.Kept);
    }

    /// <summary>What is returned lets the file come.</summary>
    private async Task<TaskCompletionSource> ErasedWhileItsFileIsFetched()
    {
        var comes = new TaskCompletionSource();
        _world.WhatsApp.Media = Voice;
        _world.WhatsApp.BeforeFetch = () => comes.Task;
        await ContactSpeaks("voice-1");
        await _world.Until("the fetch", () => _world.WhatsApp.Fetches == 1);
        await Erase();
        return comes;
    }

    private Task ContactSpeaks(string id) => _world.Arrives(new FakeEvent("voice", "chat-1", id, "", _world.Clock.GetUtcNow()));

    private MediaKey FileOf(string message) => MediaKey.Of(ChatWorld.Tenant, _world.Key.Chat, MessageId.OfProvider(_world.Key.Chat, message), 0);

    private async Task<ErasureOutcome> Erase()
    {
        var outcome = await _world.Chat.Erase(new ErasureOrder(Guid.NewGuid(), Ann));
        Assert.True(outcome.IsDone, outcome.Refusal);
        return outcome;
    }

    private async Task<(string, ErasedRows)> Refusal()
    {
        var outcome = await _world.Chat.Erase(new ErasureOrder(Guid.NewGuid(), Ann));
        return (outcome.Refusal, outcome.Rows);
    }

    private async Task<IReadOnlyList<ErasureEntry>> Record() => (await _world.Services.GetRequiredService<IErasureLog>().List(ChatWorld.Tenant, new PageAt(1, 10))).Items;

    private async Task Does(ChatAction action) => Assert.True((await _world.Chat.Act(action)).IsDone);
}
