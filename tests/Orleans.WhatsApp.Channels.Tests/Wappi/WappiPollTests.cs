using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.Wappi;

public class WappiPollTests
{
    private const string Anna = "79000000001";
    private const string Boris = "79000000002";

    [Fact]
    public async Task The_first_poll_tells_the_last_minute_and_nothing_of_the_past()
    {
        await using var fake = await FakeWappi.Start();
        var (chats, channel) = (ListedChats.Of(fake), fake.Channel());
        chats.Write(Anna, "old", chats.Now - 61);
        chats.Write(Anna, "new", chats.Now - 60);
        chats.Write(Boris, "older", chats.Now - 3000);
        Assert.True(await chats.Poll(channel));
        Assert.Equal(["new"], chats.Messages);

        chats.Now += 5;
        chats.Write(Boris, "first", chats.Now);
        Assert.True(await chats.Poll(channel));
        Assert.Equal(["new", "first"], chats.Messages);
    }

    [Fact]
    public async Task Each_message_is_told_once_and_oldest_first()
    {
        await using var fake = await FakeWappi.Start();
        var (chats, channel) = (ListedChats.Of(fake), fake.Channel());
        await chats.Poll(channel);
        for (var round = 0; round < 30; round++)
        {
            chats.Now += 5;
            chats.Write(round % 2 == 0 ? Anna : Boris, $"m{round}", chats.Now - (round % 3 == 0 ? 1 : 0));
            await chats.Poll(channel);
        }

        Assert.Equal(Enumerable.Range(0, 30).Select(round => $"m{round}"), chats.Messages);
    }

    [Fact]
    public async Task Messages_of_the_same_second_are_not_missed()
    {
        await using var fake = await FakeWappi.Start();
        var (chats, channel) = (ListedChats.Of(fake), fake.Channel());
        await chats.Poll(channel);
        chats.Write(Anna, "m1");
        await chats.Poll(channel);
        chats.Write(Anna, "m2");
        await chats.Poll(channel);
        chats.Write(Boris, "m3");
        await chats.Poll(channel);
        Assert.Equal(["m1", "m2", "m3"], chats.Messages);
    }

    /// <summary>A phone that was away hears of messages in no order.</summary>
    [Fact]
    public async Task A_message_that_comes_late_is_not_missed()
    {
        await using var fake = await FakeWappi.Start();
        var (chats, channel) = (ListedChats.Of(fake), fake.Channel());
        await chats.Poll(channel);
        chats.Now += 3000;
        chats.Write(Anna, "newest");
        await chats.Poll(channel);
        chats.Now += 5;
        chats.Write(Boris, "of half an hour ago", chats.Now - 1800);
        await chats.Poll(channel);
        Assert.Equal(["newest", "of half an hour ago"], chats.Messages);
    }

    [Fact]
    public async Task An_own_message_brings_how_far_it_has_come()
    {
        await using var fake = await FakeWappi.Start();
        var (chats, channel) = (ListedChats.Of(fake), fake.Channel());
        await chats.Poll(channel);
        chats.Write(Anna, "m1", isOwn: true, status: "sent");
        await chats.Poll(channel);
        chats.Now += 10;
        await chats.Poll(channel);
        chats.Report("m1", "read");
        chats.Now += 10;
        await chats.Poll(channel);
        Assert.Equal(["message m1", "sent m1", "message m1", "read m1"], chats.Told);
    }

    /// <summary>People read when they come to it. A few chats in turn are looked at until then, for an hour.</summary>
    [Fact]
    public async Task A_late_reading_is_told_too()
    {
        await using var fake = await FakeWappi.Start();
        var (chats, channel) = (ListedChats.Of(fake), fake.Channel());
        await chats.Poll(channel);
        for (var chat = 0; chat < 6; chat++) chats.Write($"{79000000010 + chat}", $"m{chat}", isOwn: true, status: "delivered");
        await chats.Poll(channel);
        chats.Now += 1200;
        for (var chat = 0; chat < 6; chat++) chats.Report($"m{chat}", "read");
        chats.Told.Clear();
        fake.Requests.Clear();
        for (var poll = 0; poll < 6; poll++)
        {
            chats.Now += 5;
            await chats.Poll(channel);
        }

        Assert.Equal(Enumerable.Range(0, 6).Select(chat => $"read m{chat}"), chats.Told.Where(told => told.StartsWith("read", StringComparison.Ordinal)).Order());
        Assert.Equal(6, chats.Calls("/api/sync/messages/get"));
    }

    [Fact]
    public async Task An_edit_within_the_minute_is_told()
    {
        await using var fake = await FakeWappi.Start();
        var (chats, channel) = (ListedChats.Of(fake), fake.Channel());
        await chats.Poll(channel);
        chats.Write(Anna, "m1");
        await chats.Poll(channel);
        chats.Edit("m1", "other");
        await chats.Poll(channel);
        await chats.Poll(channel);
        Assert.Equal(["message m1", "message m1", "edited m1"], chats.Told);
    }

    [Fact]
    public async Task A_banned_number_is_told_as_such()
    {
        await using var fake = await FakeWappi.Start();
        var (chats, channel) = (ListedChats.Of(fake), fake.Channel());
        await chats.Poll(channel);
        chats.Write(Anna, "m1", isOwn: true, status: "temporary ban");
        await chats.Poll(channel);
        await chats.Poll(channel);
        Assert.Equal(["message m1", "failed m1", $"{ListedChats.Profile} is Stopped (temporary ban)"], chats.Told);
    }

    [Fact]
    public async Task A_quiet_profile_costs_one_call()
    {
        await using var fake = await FakeWappi.Start();
        var (chats, channel) = (ListedChats.Of(fake), fake.Channel());
        chats.Write(Anna, "m1");
        await chats.Poll(channel);
        chats.Now += 61;
        await chats.Poll(channel);
        fake.Requests.Clear();
        chats.Now += 5;
        await chats.Poll(channel);
        Assert.Equal("GET /api/sync/chats/get?limit=100&offset=0&profile_id=00000000-0000", Assert.Single(fake.Requests).Line);
    }

    [Fact]
    public async Task Groups_and_broadcasts_are_not_read()
    {
        await using var fake = await FakeWappi.Start();
        var (chats, channel) = (ListedChats.Of(fake), fake.Channel());
        chats.Groups.Add(Boris);
        chats.Write(Boris, "m1");
        chats.Write("7900-1@g.us", "m2");
        chats.Write("status@broadcast", "m3");
        chats.Write("140000000000001@lid", "m4");
        await chats.Poll(channel);
        Assert.Equal(["m4"], chats.Messages);
        Assert.Equal(1, chats.Calls("/api/sync/messages/get"));
    }

    [Fact]
    public async Task Many_changed_chats_are_read_over_several_polls_and_none_is_missed()
    {
        await using var fake = await FakeWappi.Start();
        var (chats, channel) = (ListedChats.Of(fake), fake.Channel(("ChatsPerPoll", "3")));
        await chats.Poll(channel);
        chats.Now += 600;
        for (var chat = 0; chat < 10; chat++) chats.Write($"{79000000010 + chat}", $"m{chat}", chats.Now - 500 + chat);
        for (var poll = 0; poll < 4; poll++)
        {
            // Somebody writes all the time, and does not keep the others from their turn.
            chats.Write(Anna, $"busy{poll}");
            fake.Requests.Clear();
            Assert.True(await chats.Poll(channel));
            Assert.InRange(chats.Calls("/api/sync/messages/get"), 1, 3);
            chats.Now += 5;
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(chat => $"m{chat}").Concat(Enumerable.Range(0, 4).Select(poll => $"busy{poll}")).Order(), chats.Messages.Order());
    }

    [Fact]
    public async Task A_chat_with_more_than_a_poll_reads_is_gone_on_with()
    {
        await using var fake = await FakeWappi.Start();
        var (chats, channel) = (ListedChats.Of(fake), fake.Channel(("MaxPages", "1")));
        await chats.Poll(channel);
        chats.Now += 1000;
        for (var message = 0; message < 250; message++) chats.Write(Anna, $"m{message:000}", chats.Now - 900 + message);
        for (var poll = 0; poll < 4; poll++) await chats.Poll(channel);
        Assert.Equal(Enumerable.Range(0, 250).Select(message => $"m{message:000}"), chats.Messages);
    }

    [Fact]
    public async Task A_list_of_several_pages_is_read_as_far_as_something_is_new()
    {
        await using var fake = await FakeWappi.Start();
        var (chats, channel) = (ListedChats.Of(fake), fake.Channel(("ChatsPerPoll", "200")));
        chats.Pinned.Add(Boris);
        chats.Write(Boris, "of last year", chats.Now - 30_000_000);
        for (var chat = 0; chat < 120; chat++) chats.Write($"{79000000010 + chat}", $"m{chat:000}", chats.Now - 50);
        for (var chat = 0; chat < 120; chat++) chats.Write($"{79000001010 + chat}", $"old{chat:000}", chats.Now - 7200);
        await chats.Poll(channel);
        Assert.Equal(Enumerable.Range(0, 120).Select(chat => $"m{chat:000}"), chats.Messages.Order());
        Assert.Equal(2, chats.Calls("/api/sync/chats/get"));
    }

    [Theory, InlineData("/api/sync/chats/get", 500), InlineData("/api/sync/messages/get", 500), InlineData("/api/sync/chats/get", 401), InlineData("/api/sync/messages/get", 429)]
    public async Task A_poll_that_fails_says_nothing_and_the_next_one_misses_nothing(string path, int status)
    {
        await using var fake = await FakeWappi.Start();
        var (chats, channel) = (ListedChats.Of(fake), fake.Channel());
        await chats.Poll(channel);
        chats.Write(Anna, "m1");
        chats.Fault = (asked, _) => asked == path ? status : null;
        Assert.False(await chats.Poll(channel));
        chats.Now += 300;
        chats.Fault = (_, _) => null;
        Assert.True(await chats.Poll(channel));
        Assert.Equal(["m1"], chats.Messages);
    }

    [Fact]
    public async Task What_was_read_before_the_failure_counts()
    {
        await using var fake = await FakeWappi.Start();
        var (chats, channel) = (ListedChats.Of(fake), fake.Channel());
        await chats.Poll(channel);
        chats.Write(Anna, "m1");
        chats.Write(Boris, "m2", chats.Now + 1);
        chats.Fault = (_, chat) => chat == Boris ? 502 : null;
        Assert.True(await chats.Poll(channel));
        Assert.Equal(["m1"], chats.Messages);
        chats.Now += 300;
        chats.Fault = (_, _) => null;
        Assert.True(await chats.Poll(channel));
        Assert.Equal(["m1", "m2"], chats.Messages);
    }

    [Fact]
    public async Task A_chat_that_Wappi_does_not_know_does_not_stop_the_others()
    {
        await using var fake = await FakeWappi.Start();
        var (chats, channel) = (ListedChats.Of(fake), fake.Channel());
        await chats.Poll(channel);
        chats.Write(Anna, "m1");
        chats.Write(Boris, "m2", chats.Now + 1);
        chats.Fault = (_, chat) => chat == Anna ? 404 : null;
        Assert.True(await chats.Poll(channel));
        Assert.Equal(["m2"], chats.Messages);
    }

    [Theory]
    [InlineData("<html>"), InlineData("{}"), InlineData("""{"dialogs":7}"""), InlineData("""{"status":"error","detail":"Profile not found"}""")]
    public async Task An_answer_that_is_no_list_is_none(string body)
    {
        await using var fake = await FakeWappi.Start();
        fake.Always(200, body);
        Assert.Null(await fake.Channel().Poll("p1", "", CancellationToken.None));
    }

    [Theory, InlineData("nonsense"), InlineData("null"), InlineData("{}"), InlineData("[]"), InlineData("""{"at":"x"}""")]
    public async Task A_cursor_that_cannot_be_read_begins_anew(string cursor)
    {
        await using var fake = await FakeWappi.Start();
        var (chats, channel) = (ListedChats.Of(fake), fake.Channel());
        chats.Cursor = cursor;
        chats.Write(Anna, "m1");
        Assert.True(await chats.Poll(channel));
        Assert.Equal(["m1"], chats.Messages);
    }

    [Fact]
    public async Task A_cursor_stays_small()
    {
        await using var fake = await FakeWappi.Start();
        var (chats, channel) = (ListedChats.Of(fake), fake.Channel(("ChatsPerPoll", "1000")));
        await chats.Poll(channel);
        for (var round = 0; round < 20; round++)
        {
            chats.Now += 400;
            for (var chat = 0; chat < 20; chat++) chats.Write($"{79000000010 + (round * 20) + chat}", $"m{round}x{chat}");
            await chats.Poll(channel);
        }

        Assert.Equal(400, chats.Messages.Count());
        Assert.InRange(chats.Cursor.Length, 100, 20_000);
    }

    [Fact]
    public async Task What_can_be_done_is_said()
    {
        await using var fake = await FakeWappi.Start();
        var abilities = fake.Channel(("PollEvery", "00:00:07"), ("SendsPerMinute", "30")).Abilities;
        Assert.Equal(new ChannelAbilities { AccountPace = new PaceRule(TimeSpan.FromSeconds(2), 1), PollEvery = TimeSpan.FromSeconds(7), Media = true, NeedsAccount = true }, abilities);
        Assert.Equal(new PaceRule(TimeSpan.FromSeconds(3), 1), fake.Channel().Abilities.AccountPace);
    }
}
