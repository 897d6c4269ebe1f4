using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator.Tests;

public sealed class DeliveryTests
{
    [Fact]
    public async Task Deliveries_carry_json_under_a_forms_name_and_the_registered_headers()
    {
        await using var stage = await Stage.Set();

        stage.World.Contact("+905551234567").Write("hi");
        var told = Assert.Single(await stage.Told(1));

        Assert.Equal("application/x-www-form-urlencoded", told.ContentType);
        Assert.Equal("axios/1.7.7", told.UserAgent);
        Assert.Equal("hush", told.Headers["Unipile-Auth"]);
    }

    [Fact]
    public async Task A_registration_over_http_decides_headers_events_and_accounts()
    {
        await using var stage = await Stage.Set(options => options with { WebhookUrl = null });
        var other = stage.World.AddAccount();
        var (status, created) = await stage.Post("/api/v1/webhooks", new JsonObject
        {
            ["source"] = "messaging",
            ["request_url"] = stage.Receiver.Url.ToString(),
            ["name"] = "mine",
            ["account_ids"] = new JsonArray(other.Id),
            ["headers"] = new JsonArray(new JsonObject { ["key"] = "Content-Type", ["value"] = "application/json" }),
        });
        var ayse = stage.World.Contact("+905551234567");

        ayse.Write("not for this one", stage.Account);
        var written = ayse.Write("for this one", other);
        ayse.Edit(written, "edits are not in the default"); // message_received alone is
        ayse.Write("and this one", other);
        await stage.World.WaitUntilIdle();

        Assert.Equal((201, "WebhookCreated"), (status, (string?)created["object"]));
        Assert.Equal(["for this one", "and this one"], stage.Receiver.Messages.Select(told => told.Message));
        Assert.All(stage.Receiver.Messages, told => Assert.Equal("application/json", told.ContentType));
        Assert.All(stage.Receiver.Messages, told => Assert.Equal("mine", (string?)told.Body["webhook_name"]));

        var (_, list) = await stage.Get("/api/v1/webhooks");
        Assert.Equal((string?)created["webhook_id"], (string?)Assert.Single(list["items"]!.AsArray())!["id"]);
        await stage.Delete($"/api/v1/webhooks/{created["webhook_id"]}");
        Assert.Empty(stage.World.Webhooks.Subscriptions);
    }

    [Fact]
    public async Task Messages_of_one_chat_are_told_in_order()
    {
        await using var stage = await Stage.Set();
        var ayse = stage.World.Contact("+905551234567");
        var texts = Enumerable.Range(1, 50).Select(number => $"m{number}").ToList();

        foreach (var text in texts) ayse.Write(text);
        var told = await stage.Told(50);

        Assert.Equal(texts, told.Select(one => one.Message));
    }

    [Fact]
    public async Task A_refused_delivery_is_tried_again_until_it_is_accepted()
    {
        await using var stage = await Stage.Set();
        var refusals = 3;
        stage.Receiver.Answer = _ => refusals-- > 0 ? 503 : 200;

        stage.World.Contact("+905551234567").Write("hi");
        await stage.World.WaitUntilIdle();

        var delivery = stage.World.Webhooks.Deliveries[^1];
        Assert.Equal([503, 503, 503, 200], delivery.Answers);
        Assert.Equal(DeliveryState.Accepted, delivery.State);
        Assert.Single(stage.Receiver.Messages);
    }

    [Fact]
    public async Task After_five_attempts_a_delivery_is_given_up()
    {
        await using var stage = await Stage.Set();
        stage.Receiver.Answer = _ => 500;

        stage.World.Contact("+905551234567").Write("hi");
        await stage.World.WaitUntilIdle();

        var delivery = stage.World.Webhooks.Deliveries[^1];
        Assert.Equal((5, DeliveryState.GivenUp), (delivery.Answers.Count, delivery.State));
    }

    [Fact]
    public async Task Retries_do_not_hold_up_the_messages_behind()
    {
        await using var stage = await Stage.Set();
        var refused = false;
        stage.Receiver.Answer = told =>
        {
            if (told.Message is not "first" || refused) return 200;
            refused = true;
            return 500;
        };
        var ayse = stage.World.Contact("+905551234567");
        stage.World.Webhooks.GoDown();
        ayse.Write("first");
        ayse.Write("second");
        stage.World.Webhooks.ComeBack();

        var told = await stage.Told(2);

        Assert.Equal(["first", "second"], told.Select(one => one.Message).Order());
        Assert.Equal([500, 200], stage.World.Webhooks.Deliveries.First(delivery => delivery.Body.Contains("first", StringComparison.Ordinal)).Answers);
    }

    [Fact]
    public async Task An_outage_holds_everything_back_and_ends_in_a_burst()
    {
        await using var stage = await Stage.Set();
        stage.World.Webhooks.GoDown();
        foreach (var number in Enumerable.Range(0, 20)) stage.World.Contact($"+90555000{number:0000}").Write("hi");
        Assert.Empty(stage.Receiver.Messages);

        stage.World.Webhooks.ComeBack();

        Assert.Equal(20, (await stage.Told(20)).Count);
    }

    [Fact]
    public async Task Events_can_be_told_twice_lost_or_turned_round()
    {
        await using var stage = await Stage.Set();
        var ayse = stage.World.Contact("+905551234567");

        stage.World.Webhooks.DuplicateNext();
        ayse.Write("twice");
        await stage.World.WaitUntilIdle();
        stage.World.Webhooks.LoseNext();
        ayse.Write("lost");
        stage.World.Webhooks.ReverseNext(2);
        ayse.Write("one");
        ayse.Write("two");
        await stage.World.WaitUntilIdle();

        Assert.Equal(["twice", "twice", "two", "one"], stage.Receiver.Messages.Select(told => told.Message));
    }

    [Fact]
    public async Task A_plan_can_make_one_event_late()
    {
        var clock = new ManualClock();
        await using var stage = await Stage.Set(options => options with { TimeProvider = clock });
        stage.World.Webhooks.Plan = delivery => delivery.Body.Contains("late", StringComparison.Ordinal)
            ? new DeliveryPlan { Late = TimeSpan.FromMinutes(1) }
            : null;
        var ayse = stage.World.Contact("+905551234567");

        ayse.Write("late");
        ayse.Write("in time");
        // Told and answered: a delivery that is under way would run out of time.
        await stage.World.WaitUntil(() => stage.World.WorkInProgress is 1, "nothing under way but what is late");
        clock.Advance(TimeSpan.FromMinutes(1));
        await stage.World.WaitUntilIdle();

        Assert.Equal(["in time", "late"], stage.Receiver.Messages.Select(told => told.Message));
    }

    [Fact]
    public async Task What_is_written_to_a_disconnected_account_is_told_after_it_reconnects()
    {
        await using var stage = await Stage.Set();
        var ayse = stage.World.Contact("+905551234567");
        stage.Account.Become(AccountStatus.Credentials);
        ayse.Write("one");
        ayse.Write("two");
        await stage.World.WaitUntilIdle();
        Assert.Empty(stage.Receiver.Messages);

        stage.Account.Scan();

        Assert.Equal(["one", "two"], (await stage.Told(2)).Select(told => told.Message));
    }

    [Fact]
    public async Task A_thousand_chats_at_once_are_all_told_once()
    {
        await using var stage = await Stage.Set();

        foreach (var number in Enumerable.Range(0, 1000)) stage.World.Contact($"+90555100{number:0000}").Write($"hi {number}");
        await stage.World.WaitUntilIdle();

        Assert.Equal(1000, stage.Receiver.Messages.Count);
        Assert.Equal(1000, stage.Receiver.Messages.Select(told => told.Message).Distinct().Count());
    }
}
