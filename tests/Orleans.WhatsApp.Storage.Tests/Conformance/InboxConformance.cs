using System.Diagnostics.Metrics;
using System.Text;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Storage.Inbox;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

public abstract class InboxConformance(StorageFixture fixture)
{
    private TestStorage Storage => fixture.Storage;

    private InboxEvent Event(ChatKey chat, string providerMessageId, string kind = "message", string hash = "") =>
        new(chat, kind, providerMessageId, hash, "unipile.webhook", Encoding.UTF8.GetBytes($"{{\"id\":\"{providerMessageId}\"}}"), Storage.Clock.GetUtcNow());

    [Fact]
    public async Task One_event_kept_a_thousand_times_at_once_is_kept_once()
    {
        var chat = (await Storage.NewChat()).Key;

        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => Task.Run(() => Storage.Inbox.Keep([Event(chat, "m1")]))));

        Assert.Single(await Storage.Inbox.Undone(chat, 10));
    }

    [Fact]
    public async Task A_thousand_events_kept_at_once_are_all_kept()
    {
        var chat = (await Storage.NewChat()).Key;

        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => Task.Run(() => Storage.Inbox.Keep([Event(chat, $"m{i}")]))));

        var kept = await Storage.Inbox.Undone(chat, 2_000);
        Assert.Equal(1_000, kept.Select(row => row.Event.ProviderMessageId).Distinct().Count());
        Assert.All(kept, row => Assert.Equal($"{{\"id\":\"{row.Event.ProviderMessageId}\"}}", Encoding.UTF8.GetString(row.Event.Body.Span)));
    }

    [Fact]
    public async Task A_repetition_hurts_neither_those_it_comes_with_nor_those_that_come_after_it()
    {
        var chat = (await Storage.NewChat()).Key;

        await Storage.Inbox.Keep([Event(chat, "a")]);
        await Storage.Inbox.Keep([Event(chat, "b"), Event(chat, "a"), Event(chat, "c"), Event(chat, "b")]);
        // Longer than what has happened once is reckoned with.
        for (var i = 0; i < 120; i++) await Storage.Inbox.Keep([Event(chat, $"{i}")]);
        await Storage.Inbox.Keep([Event(chat, "d"), Event(chat, "119"), Event(chat, "d"), Event(chat, "e")]);

        var kept = await Storage.Inbox.Undone(chat, 200);
        Assert.Equal(["a", "b", "c", .. Enumerable.Range(0, 120).Select(i => $"{i}"), "d", "e"], kept.Select(row => row.Event.ProviderMessageId));
    }

    [Fact]
    public async Task What_is_kept_is_counted_with_the_commits_that_took_it()
    {
        var chat = (await Storage.NewChat()).Key;
        var counted = new Dictionary<string, long> { ["whatsapp.intake.commits"] = 0, ["whatsapp.intake.rows"] = 0 };
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, on) =>
        {
            if (instrument.Meter.Name == IntakeMeter.Name && instrument.Meter.Scope == Storage.Meters) on.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => counted[instrument.Name] += value);
        listener.Start();

        await Storage.Inbox.Keep([Event(chat, "a"), Event(chat, "b"), Event(chat, "c")]);
        await Storage.Inbox.Keep([Event(chat, "d")]);

        Assert.Equal((2, 4), (counted["whatsapp.intake.commits"], counted["whatsapp.intake.rows"]));
    }

    [Fact]
    public async Task Kind_and_content_tell_events_of_one_message_apart()
    {
        var chat = (await Storage.NewChat()).Key;

        await Storage.Inbox.Keep([Event(chat, "m1"), Event(chat, "m1", "edited", "a"), Event(chat, "m1", "edited", "b"), Event(chat, "m1", "edited", "a"), Event(chat, "m1", "read")]);

        Assert.Equal(["message", "edited", "edited", "read"], (await Storage.Inbox.Undone(chat, 10)).Select(row => row.Event.Kind));
    }

    [Fact]
    public async Task Events_are_read_in_the_order_of_arrival_and_a_part_at_a_time()
    {
        var chat = (await Storage.NewChat()).Key;
        await Storage.Inbox.Keep([Event(chat, "b"), Event(chat, "a")]);
        await Storage.Inbox.Keep([Event(chat, "c")]);

        Assert.Equal(["b", "a"], (await Storage.Inbox.Undone(chat, 2)).Select(row => row.Event.ProviderMessageId));
        Assert.Equal(["b", "a", "c"], (await Storage.Inbox.Undone(chat, 10)).Select(row => row.Event.ProviderMessageId));
    }

    [Fact]
    public async Task A_call_that_cannot_be_stored_stores_none_of_its_events_and_hurts_nobody_elses()
    {
        var chat = (await Storage.NewChat()).Key;
        var bad = Event(chat, "bad") with { Kind = null! };

        var good = Task.WhenAll(Enumerable.Range(0, 50).Select(i => Storage.Inbox.Keep([Event(chat, $"good{i}")])));
        await Assert.ThrowsAnyAsync<Exception>(() => Storage.Inbox.Keep([Event(chat, "first"), bad, Event(chat, "last")]));
        await good;

        var kept = await Storage.Inbox.Undone(chat, 100);
        Assert.Equal(50, kept.Count);
        Assert.All(kept, row => Assert.StartsWith("good", row.Event.ProviderMessageId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_are_done_one_by_one_with_the_decision_that_answers_them()
    {
        var chat = await Storage.NewChat();
        await Storage.Inbox.Keep([Event(chat.Key, "m1"), Event(chat.Key, "m2"), Event(chat.Key, "m3")]);
        var rows = await Storage.Inbox.Undone(chat.Key, 10);

        await chat.Commit([rows[1].Id]);

        Assert.Equal(["m1", "m3"], (await Storage.Inbox.Undone(chat.Key, 10)).Select(row => row.Event.ProviderMessageId));
        await Storage.Inbox.Keep([Event(chat.Key, "m2")]);
        Assert.Equal(2, (await Storage.Inbox.Undone(chat.Key, 10)).Count);
    }

    [Fact]
    public async Task The_fifth_failure_sets_a_row_aside_and_the_others_go_on()
    {
        var chat = (await Storage.NewChat()).Key;
        await Storage.Inbox.Keep([Event(chat, "poison"), Event(chat, "next")]);
        var poison = (await Storage.Inbox.Undone(chat, 10))[0];

        for (var failure = 1; failure <= 4; failure++)
        {
            Assert.False(await Storage.Inbox.Failed(chat, poison.Id, "cannot be read"));
            Assert.Equal(failure, (await Storage.Inbox.Undone(chat, 10))[0].Failures);
        }

        Assert.True(await Storage.Inbox.Failed(chat, poison.Id, "cannot be read"));
        Assert.Equal(["next"], (await Storage.Inbox.Undone(chat, 10)).Select(row => row.Event.ProviderMessageId));
        Assert.False(await Storage.Inbox.Failed(chat, poison.Id, "again"));
    }

    [Fact]
    public async Task Events_of_an_unlinked_account_wait_and_are_forgotten_one_by_one()
    {
        var account = $"account-{Guid.NewGuid():N}";
        for (var i = 0; i < 3; i++) await Storage.Inbox.KeepUnlinked("unipile", account, "unipile.webhook", new byte[] { (byte)i }, Storage.Clock.GetUtcNow());

        var waiting = await Storage.Inbox.Unlinked("unipile", account, 10);
        Assert.Equal([0, 1, 2], waiting.Select(kept => (int)kept.Body.Span[0]));
        Assert.Empty(await Storage.Inbox.Unlinked("meta", account, 10));

        await Storage.Inbox.ForgetUnlinked([waiting[0].Id, waiting[2].Id]);
        Assert.Equal([1], (await Storage.Inbox.Unlinked("unipile", account, 10)).Select(kept => (int)kept.Body.Span[0]));
    }

    [Fact]
    public async Task What_nobody_linked_in_time_is_dropped()
    {
        var account = $"account-{Guid.NewGuid():N}";
        var now = Storage.Clock.GetUtcNow();
        Assert.True(await Storage.Inbox.KeepUnlinked("unipile", account, "f", new byte[] { 1 }, now.AddDays(-2)));
        await Storage.Inbox.KeepUnlinked("unipile", account, "f", new byte[] { 2 }, now);

        Assert.True(await Storage.Inbox.DropUnlinked(now.AddDays(-1)) >= 1);
        Assert.Single(await Storage.Inbox.Unlinked("unipile", account, 10));
    }

    [Fact]
    public async Task What_a_decided_event_is_known_by_goes_when_its_time_is_over_and_what_is_undone_stays_known()
    {
        var chat = await Storage.NewChat();
        await Storage.Inbox.Keep([Event(chat.Key, "old"), Event(chat.Key, "waiting")]);
        await chat.Commit([(await Storage.Inbox.Undone(chat.Key, 1))[0].Id]);
        var later = Storage.Clock.GetUtcNow().AddDays(30);

        Assert.True(await Storage.Upkeep.Tidy(later, receivedBefore: later.AddDays(-8)) >= 1);
        await Storage.Inbox.Keep([Event(chat.Key, "old"), Event(chat.Key, "waiting")]);

        Assert.Equal(["waiting", "old"], (await Storage.Inbox.Undone(chat.Key, 10)).Select(row => row.Event.ProviderMessageId));
    }
}
