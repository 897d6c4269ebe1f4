using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.WhatsApp.Grains.Feed;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Silo.Live;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Upkeep;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Silo;

public sealed class LiveTests(Stage stage) : IClassFixture<Stage>, IDisposable
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60), TimeProvider.System);

    private CancellationToken Patience => _patience.Token;

    public void Dispose() => _patience.Dispose();

    [Fact]
    public async Task What_is_done_to_a_chat_arrives_in_order_with_what_to_read_anew()
    {
        using var stream = await Open(stage.Member);
        var chat = await stage.ChatHeldByAdmin();
        (await stage.Post(stage.Admin, $"{chat}/close")).Ok();

        var events = await stream.Next(3, Patience);
        Assert.All(events, told => Assert.Equal(("chat", chat.Split('/')[^1]), (told.Kind, told.Data.GetProperty("_id").GetString())));
        Assert.Equal([events[0].Id, events[0].Id + 1, events[0].Id + 2], events.Select(told => told.Id));
        Assert.Equal(["human waiting 1", "human idle 2", "closed idle 3"], events.Select(told =>
            $"{told.Data.GetProperty("mode").GetString()} {told.Data.GetProperty("session_status").GetString()} {told.Data.GetProperty("epoch").GetInt64()}"));
        Assert.Equal("new,message,session,mode,contact", Words(events[0]));
        Assert.Equal("session", Words(events[1]));
        Assert.Equal("session,mode", Words(events[2]));
        Assert.Equal("_id seq at what mode session_status epoch", string.Join(' ', events[0].Data.EnumerateObject().Select(member => member.Name)));
    }

    [Fact]
    public async Task A_stream_ends_when_its_user_may_not_watch_any_more()
    {
        var leaver = await stage.AddUser($"leaver-{stage.NextId()}@example.com", Bootstrap.FirstTenant, Role.Member);
        using var stream = await Open(stage.As(leaver));
        (await stage.Put(stage.Admin, $"/api/users/{leaver.Id.Value}", new { is_active = false })).Ok();
        stage.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await stream.Next(Patience));
    }

    [Fact]
    public async Task Settings_and_the_connection_are_told_too()
    {
        using var stream = await Open(stage.Member);
        (await stage.Put(stage.Admin, "/api/whatsapp/config", new { grace_period_seconds = 90 })).Ok();
        (await stage.Post(stage.Manager, "/api/whatsapp/blacklist", new { phone = "+905559998877" })).Ok();
        (await stage.Post(stage.Admin, "/api/whatsapp/disconnect")).Ok();
        (await stage.Post(stage.Admin, "/api/whatsapp/connect")).Ok();

        var events = await stream.Next(4, Patience);
        Assert.Equal(["settings config", "settings blacklist"], events.Take(2).Select(told => $"{told.Kind} {Words(told)}"));
        Assert.Equal(["connection False", "connection True"], events.Skip(2).Select(told => $"{told.Kind} {told.Data.GetProperty("connected").GetBoolean()}"));
    }

    [Fact]
    public async Task The_first_event_says_where_the_feed_is_and_proxies_are_told_not_to_wait()
    {
        await using var alone = await Stage.Bare();
        await Change(1, alone);
        var last = await Last(alone);
        using var stream = await LiveStream.Open(alone.Admin, stop: Patience);
        var hello = (await stream.Next(Patience))!;
        Assert.Equal(("hello", last), (hello.Kind, hello.Id));
        Assert.Equal(hello.Id, hello.Data.GetProperty("seq").GetInt64());
        Assert.Equal(alone.Clock.GetUtcNow(), hello.Data.GetProperty("server_time").GetDateTimeOffset());
        Assert.Equal(TimeSpan.FromSeconds(2), stream.Retry);
        Assert.Equal("text/event-stream", stream.Answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no", Assert.Single(stream.Answer.Headers.GetValues("X-Accel-Buffering")));
        Assert.True(stream.Answer.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task Another_tenants_events_never_arrive()
    {
        using var theirs = await Open(stage.Stranger);
        using var ours = await Open(stage.Member);
        await Change(3);
        await ours.Next(3, Patience);
        await stage.Tenant(Stage.OtherTenant).SetActive(true);
        var told = (await theirs.Next(Patience))!;
        Assert.Equal("settings activity", $"{told.Kind} {Words(told)}");
    }

    [Fact]
    public async Task Who_comes_back_gets_what_he_missed_once_and_in_order_and_then_what_comes()
    {
        using var first = await Open(stage.Member);
        await Change(2);
        var seen = (await first.Next(2, Patience))[^1].Id;
        first.Dispose();
        await Change(250);

        using var again = await LiveStream.Open(stage.Member, since: seen, stop: Patience);
        var hello = (await again.Next(Patience))!;
        Assert.Equal((seen, seen), (hello.Id, hello.Data.GetProperty("resumed_from").GetInt64()));
        var missed = await again.Next(250, Patience);
        await Change(1);
        var next = (await again.Next(Patience))!;
        Assert.Equal(Enumerable.Range(1, 251).Select(i => seen + i), missed.Append(next).Select(told => told.Id));
    }

    [Fact]
    public async Task The_number_may_stand_in_the_address_and_the_header_goes_before_it()
    {
        await Change(3);
        var last = await Last();
        using var byAddress = await LiveStream.Open(stage.Member, path: $"/api/events?last_event_id={last - 1}", stop: Patience);
        Assert.Equal([last - 1, last], (await byAddress.Next(2, Patience)).Select(told => told.Id));
        using var byBoth = await LiveStream.Open(stage.Member, since: last - 2, path: $"/api/events?last_event_id={last}", stop: Patience);
        Assert.Equal([last - 2, last - 1, last], (await byBoth.Next(3, Patience)).Select(told => told.Id));
    }

    [Theory]
    [InlineData("no")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public async Task What_is_no_number_is_refused(string number) =>
        (await stage.Get(stage.Member, $"/api/events?last_event_id={number}")).Problem(400, "invalid_event_id");

    [Fact]
    public async Task A_number_that_was_never_given_means_reading_everything_anew()
    {
        await Change(1);
        var last = await Last();
        using var stream = await LiveStream.Open(stage.Member, since: last + 100, stop: Patience);
        var events = await stream.Next(2, Patience);
        Assert.Equal([("hello", last + 100), ("reset", last)], events.Select(told => (told.Kind, told.Id)));
        Assert.Equal("unknown_event", events[1].Data.GetProperty("reason").GetString());
        await Change(1);
        Assert.Equal(last + 1, (await stream.Next(Patience))!.Id);
    }

    [Fact]
    public async Task Who_has_missed_too_much_or_what_is_not_kept_any_more_reads_everything_anew()
    {
        await using var alone = await Stage.Bare(("Live:MaxRefill", "5"));
        await Change(8, alone);
        var last = await Last(alone);
        using var tooFar = await LiveStream.Open(alone.Admin, since: last - 6, stop: Patience);
        Assert.Equal("too_far_behind", (await tooFar.Next(2, Patience))[1].Data.GetProperty("reason").GetString());

        await alone.Services.GetRequiredService<IStorageUpkeep>().Tidy(alone.Clock.GetUtcNow() + TimeSpan.FromDays(8), alone.Clock.GetUtcNow());
        using var gone = await LiveStream.Open(alone.Admin, since: last - 2, stop: Patience);
        Assert.Equal([("hello", last - 2), ("reset", last)], (await gone.Next(2, Patience)).Select(told => (told.Kind, told.Id)));
        await Change(1, alone);
        Assert.Equal(last + 1, (await gone.Next(Patience))!.Id);
        Assert.Equal(last + 1, (await tooFar.Next(Patience))!.Id);
    }

    [Fact]
    public async Task A_ticket_opens_one_stream_and_nothing_else()
    {
        var made = (await stage.Post(stage.Member, "/api/events/ticket")).Ok();
        var ticket = made.GetProperty("ticket").GetString();
        Assert.Equal(30, made.GetProperty("expires_in").GetInt32());
        (await stage.Get(stage.Anyone, $"/api/agents?ticket={ticket}")).Problem(401, "unauthenticated");

        using var stream = await LiveStream.Open(stage.Anyone, path: $"/api/events?ticket={ticket}", stop: Patience);
        Assert.Equal("hello", (await stream.Next(Patience))!.Kind);
        await Change(1);
        Assert.Equal("settings", (await stream.Next(Patience))!.Kind);
        (await stage.Get(stage.Anyone, $"/api/events?ticket={ticket}")).Problem(401, "unauthenticated");
        (await stage.Get(stage.Anyone, "/api/events?ticket=made-up")).Problem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_ticket_counts_for_as_long_as_the_token_for_which_it_stands()
    {
        var user = await stage.AddUser("left@example.com", Bootstrap.FirstTenant, Role.Member);
        var ticket = (await stage.Post(stage.As(user), "/api/events/ticket")).Ok().GetProperty("ticket").GetString();
        await stage.Services.GetRequiredService<IUserStore>().SignOutEverywhere(user.Id, stage.Clock.GetUtcNow());
        (await stage.Get(stage.Anyone, $"/api/events?ticket={ticket}")).Problem(401, "unauthenticated");
    }

    [Fact]
    public async Task Each_user_has_so_many_streams_and_so_has_the_process()
    {
        await using var alone = await Stage.Bare(("Live:MaxClientsPerUser", "2"), ("Live:MaxClients", "3"));
        var other = await alone.AddUser("other@example.com", Bootstrap.FirstTenant, Role.Member);
        using var one = await Open(alone.Admin);
        using var two = await Open(alone.Admin);
        (await alone.Get(alone.Admin, "/api/events")).Problem(429, "too_many_streams");
        using var three = await Open(alone.As(other));
        (await alone.Get(alone.As(other), "/api/events")).Problem(503, "too_many_watch");
        Assert.Contains("whatsapp_live_clients 3\n", (await alone.Get(alone.Anyone, "/metrics")).Body, StringComparison.Ordinal);

        one.Dispose();
        await Stage.Until("a place", () => Task.FromResult(alone.Services.GetRequiredService<LiveClients>().Count == 2));
        using var again = await Open(alone.Admin);
    }

    [Fact]
    public async Task A_quiet_stream_says_that_it_lives_and_ends_with_the_token()
    {
        await using var alone = await Stage.Bare();
        using var stream = await Open(alone.Admin);
        alone.Clock.Advance(TimeSpan.FromSeconds(15));
        await Change(1, alone);
        await stream.Next(Patience);
        Assert.Equal(1, stream.Heartbeats);

        alone.Clock.Advance(TimeSpan.FromMinutes(16));
        while (await stream.Next(Patience) is not null)
        {
            // Only what was still on its way.
        }
    }

    [Fact]
    public async Task Streams_end_at_once_when_the_process_is_to_stop()
    {
        await using var alone = await Stage.Bare();
        using var stream = await Open(alone.Admin);
        alone.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.Null(await stream.Next(Patience));
        (await alone.Get(alone.Admin, "/api/events")).Problem(503, "unavailable");
    }

    [Fact]
    public async Task One_that_does_not_read_is_cut_off_and_holds_up_nobody()
    {
        await using var alone = await Stage.Bare(("Live:Buffer", "3"));
        var feed = await alone.Services.GetRequiredService<LiveFeeds>().Enter(Bootstrap.FirstTenant);
        using var stuck = new LiveClient(buffer: 3) { Position = feed.Last };
        Assert.True(feed.TryAttach(stuck));
        using var stream = await Open(alone.Admin);
        // Several events may come in one run, and it is runs that fill a queue.
        await Stage.Until("it to be cut off", async () =>
        {
            await Change(1, alone);
            await stream.Next(Patience);
            return stuck.TooSlow.IsCancellationRequested;
        });
        await Change(1, alone);
        await stream.Next(Patience);
    }

    [Fact]
    public async Task Without_any_hint_the_feed_is_looked_at_all_the_same()
    {
        await using var alone = await Stage.Bare();
        using var stream = await Open(alone.Admin);
        // Written beside the grain, as by a process that died before it could say so.
        await alone.Services.GetRequiredService<ITenantStore>().SetActive(Bootstrap.FirstTenant, true);
        await alone.Services.GetRequiredService<IFeedStore>().Number(Bootstrap.FirstTenant);
        alone.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("settings", (await stream.Next(Patience))!.Kind);

        // Nor numbered.
        await alone.Services.GetRequiredService<ITenantStore>().SetActive(Bootstrap.FirstTenant, true);
        var next = stream.Next(Patience);
        await Stage.Until("the sweep to find it", () =>
        {
            alone.Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(next.IsCompleted);
        });
        Assert.Equal("settings", (await next)!.Kind);
    }

    /// <summary>A stream that has said hello.</summary>
    private async Task<LiveStream> Open(HttpClient client)
    {
        var stream = await LiveStream.Open(client, stop: Patience);
        Assert.Equal("hello", (await stream.Next(Patience))!.Kind);
        return stream;
    }

    private Task Change(int times) => Change(times, stage);

    private static async Task Change(int times, Stage stage)
    {
        for (var i = 0; i < times; i++) await stage.Tenant(Bootstrap.FirstTenant).SetActive(true);
    }

    private Task<long> Last() => Last(stage);

    private static Task<long> Last(Stage stage) => stage.Services.GetRequiredService<IGrainFactory>().Feed(Bootstrap.FirstTenant).Number();

    private static string Words(LiveEvent told) => string.Join(',', told.Data.GetProperty("what").EnumerateArray().Select(word => word.GetString()));
}
