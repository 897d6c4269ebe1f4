using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Storage.Dashboard;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.WhatsApp.Grains;

/// <summary>What differs between the ways to WhatsApp, as the grains carry it out.</summary>
public sealed class ChannelAbilityTests : IAsyncLifetime
{
    private static readonly Guid Ann = Guid.Parse("a0000000-0000-0000-0000-000000000001");
    private static readonly FetchedMedia Recording = new FetchedMedia.Fetched(new MemoryStream([1, 2, 3]), "audio/ogg; codecs=opus", "");
    private ChatWorld _world = null!;

    private Task<Page<HeldSend>> Outbox => _world.Services.GetRequiredService<IDashboardQueries>().Outbox(ChatWorld.Tenant, null, new(1, 20));

    public async Task InitializeAsync() => _world = await ChatWorld.Start();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_recording_is_kept_and_its_words_are_what_the_agent_gets()
    {
        _world.WhatsApp.Media = Recording;
        _world.Media.Hear = audio => new Transcription.Heard($"{audio.Length} bytes were said");
        await _world.Arrives(new FakeEvent("voice", "chat-1", "voice-1", "", _world.Clock.GetUtcNow()));
        await _world.Until("the words", async () => (await _world.Messages())[0].Text == "3 bytes were said");

        var attachment = Assert.Single(ChatStateJson.ReadAttachments((await _world.Messages())[0].AttachmentsJson));
        Assert.Equal((MediaState.Kept, true, 3L), (attachment.State, attachment.IsTranscribed, attachment.Size));
        Assert.Equal([MediaKey.Of(ChatWorld.Tenant, _world.Key.Chat, MessageId.OfProvider(_world.Key.Chat, "voice-1"), 0)], _world.Media.Kept);
        Assert.Equal("3 bytes were said", (await _world.State()).LastMessagePreview);

        _world.Advance(ChatWorld.Grace);
        await _world.Until("the agent to be asked", () => _world.Agents.UserMessages.Count == 1);
        Assert.Equal("3 bytes were said", _world.Agents.UserMessages.Single());
        await _world.Until("the contact to see it", () => _world.WhatsApp.Composing.Contains("voice-1"));
    }

    [Fact]
    public async Task What_cannot_be_fetched_is_tried_again_given_up_and_fetched_when_a_person_asks()
    {
        _world.WhatsApp.Media = new FetchedMedia.Postponed("http_503");
        await _world.Arrives(new FakeEvent("voice", "chat-1", "voice-1", "", _world.Clock.GetUtcNow()));
        await _world.AdvanceUntil("the fetch to be given up", async () =>
        {
            _world.Advance(TimeSpan.FromMinutes(1));
            return (await _world.State()).Media.IsEmpty;
        });
        var message = (await _world.Messages())[0];
        var attachment = Assert.Single(ChatStateJson.ReadAttachments(message.AttachmentsJson));
        Assert.Equal((MediaState.Failed, "http_503", 6), (attachment.State, attachment.Code, _world.WhatsApp.Fetches));

        _world.WhatsApp.Media = Recording;
        _world.Media.Hear = _ => new Transcription.Heard("Hello at last");
        Assert.True((await _world.Chat.Act(new ChatAction.FetchMedia(Ann, message.Id.Value))).IsDone);
        await _world.Until("the words", async () => (await _world.Messages())[0].Text == "Hello at last");
        Assert.Equal("nothing_to_fetch", (await _world.Chat.Act(new ChatAction.FetchMedia(Ann, message.Id.Value))).Refusal);
    }

    [Fact]
    public async Task Erasing_a_chat_takes_its_files_with_it()
    {
        _world.WhatsApp.Media = Recording;
        await _world.Arrives(new FakeEvent("voice", "chat-1", "voice-1", "", _world.Clock.GetUtcNow()));
        await _world.Until("the recording", () => _world.Media.Kept.Count == 1);
        await _world.Until("its report", async () => (await _world.State()).Media.IsEmpty);
        Assert.Equal("", (await _world.Chat.Erase(new ErasureOrder(Guid.NewGuid(), Ann))).Refusal);
        Assert.Empty(_world.Media.Kept);
    }

    [Fact]
    public async Task A_full_bucket_delays_in_order_and_says_until_when()
    {
        _world.WhatsApp.Abilities = new ChannelAbilities { RecipientPace = new PaceRule(TimeSpan.FromSeconds(30), 1) };
        await _world.ContactWrites("Hello");
        Assert.True((await _world.Chat.Act(new ChatAction.TakeOver(Ann, "Ann"))).IsDone);
        foreach (var text in (string[])["One", "Two", "Three"]) Assert.True((await _world.Chat.Act(new ChatAction.Send(Ann, "Ann", text))).IsDone);

        await _world.Until("the first", () => _world.WhatsApp.Accepted.Count == 1);
        await _world.Until("the second to wait", async () => (await _world.Messages()).Any(message => message is { Text: "Two", QueuedUntil: not null }));
        Assert.Equal(_world.Clock.GetUtcNow() + TimeSpan.FromSeconds(30), (await Outbox).Items.Single(row => row.Text == "Two").NotBefore);
        await _world.AdvanceUntil("all of them", () => Task.FromResult(_world.WhatsApp.Accepted.Count == 3));
        Assert.Equal(["One", "Two", "Three"], _world.WhatsApp.Accepted.Select(sent => sent.Text));
        Assert.True(_world.WhatsApp.Accepted[2].At - _world.WhatsApp.Accepted[0].At >= TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task With_the_live_send_switch_off_the_outbox_shows_what_would_have_been_sent()
    {
        _world.LiveSend.AllowLiveSend = true;
        await _world.ContactWrites("Hello");
        await _world.Channel.AllowLiveSend(false);
        Assert.Equal("", (await _world.Channel.Begin(new Beginning(Ann, "Ann", FakeEvent.Phone, "An offer"))).Error);
        await _world.Until("the offer to be kept back", async () => (await _world.Messages()).Any(message => message is { Text: "An offer", Status: DeliveryStatus.Withheld }));
        Assert.Equal(("withheld", "live_send_off"), ((await Outbox).Items[0].Status, (await Outbox).Items[0].Code));
        Assert.Empty(_world.WhatsApp.Accepted);

        await _world.Channel.AllowLiveSend(null);
        Assert.Equal("", (await _world.Channel.Begin(new Beginning(Ann, "Ann", FakeEvent.Phone, "Another offer"))).Error);
        await _world.Until("the other one", () => _world.WhatsApp.Accepted.Count == 1);
        Assert.Equal("Another offer", _world.WhatsApp.Accepted[0].Text);
    }

    [Fact]
    public async Task Free_text_that_comes_to_its_turn_after_the_window_has_closed_is_not_tried()
    {
        _world.WhatsApp.Abilities = new ChannelAbilities { Window = TimeSpan.FromHours(24), RecipientPace = new PaceRule(TimeSpan.FromHours(25), 1) };
        await _world.ContactWrites("Hello");
        Assert.True((await _world.Chat.Act(new ChatAction.TakeOver(Ann, "Ann"))).IsDone);
        foreach (var text in (string[])["In time", "Too late"]) Assert.True((await _world.Chat.Act(new ChatAction.Send(Ann, "Ann", text))).IsDone);
        await _world.Until("the second to wait", async () => (await _world.Messages()).Any(message => message is { Text: "Too late", QueuedUntil: not null }));
        Assert.Equal(_world.Clock.GetUtcNow() + TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1), (await _world.State()).WindowClosesAt);

        _world.Advance(TimeSpan.FromHours(26));
        await _world.Until("it to be given up", async () => (await _world.Messages()).Any(message => message is { Text: "Too late", Status: DeliveryStatus.Failed, FailureCode: "window_closed" }));
        Assert.Equal(["In time"], _world.WhatsApp.Accepted.Select(sent => sent.Text));
    }

    [Fact]
    public async Task An_ignored_number_is_neither_answered_nor_shown_and_comes_back_when_it_writes_again()
    {
        var queries = _world.Services.GetRequiredService<IDashboardQueries>();
        await _world.ContactWrites("Hello");
        Assert.True(await _world.Settings.Ignore(FakeEvent.Phone));
        await _world.Until("the chat to be hidden", async () => (await queries.Chats(ChatWorld.Tenant, ChatFilter.All, new(1, 10))) is { Items.Count: 0, Total: 0 });
        Assert.Equal(0, (await queries.Counts(ChatWorld.Tenant)).TotalMessages);

        await _world.ContactWrites("Are you there?");
        _world.Advance(ChatWorld.Grace * 2);
        Assert.Equal("Hello", Assert.Single(await _world.Messages()).Text);
        Assert.Empty(_world.Agents.UserMessages);

        Assert.True(await _world.Settings.StopIgnoring(FakeEvent.Phone));
        await _world.ContactWrites("Hello again");
        Assert.Equal(2, (await queries.Chats(ChatWorld.Tenant, ChatFilter.All, new(1, 10))).Items.Single().MessageCount);
        Assert.Equal((1L, 2L), ((await queries.Counts(ChatWorld.Tenant)).TotalChats, (await queries.Counts(ChatWorld.Tenant)).TotalMessages));
    }

    [Fact]
    public async Task A_provider_that_has_to_be_asked_is_asked_on_from_where_it_was_also_by_the_next_process()
    {
        _world.WhatsApp.Abilities = new ChannelAbilities { PollEvery = TimeSpan.FromSeconds(5) };
        Assert.Equal("", (await _world.Channel.Connect()).Error);
        _world.WhatsApp.News.Enqueue(new FakeEvent("contact", "chat-1", "polled-1", "Hello", _world.Clock.GetUtcNow()));
        await _world.AdvanceUntil("the message", async () => (await _world.Messages()).Count == 1);
        await _world.AdvanceUntil("another poll", () => Task.FromResult(_world.WhatsApp.Polls.Contains("polled-1")));

        await _world.Kill();
        await _world.StartAgain();
        await _world.Channel.Read();
        _world.WhatsApp.Polls.Clear();
        await _world.AdvanceUntil("a poll of the next process", () => Task.FromResult(!_world.WhatsApp.Polls.IsEmpty));
        Assert.True(_world.WhatsApp.Polls.TryPeek(out var cursor));
        Assert.Equal("polled-1", cursor);
    }
}
