using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator.Tests;

public sealed class AccountTests
{
    [Fact]
    public async Task Every_route_of_the_provider_wants_the_key()
    {
        await using var stage = await Stage.Set();
        stage.Http.DefaultRequestHeaders.Remove("X-API-KEY");

        foreach (var path in new[] { "/api/v1/accounts", "/api/v1/webhooks", "/api/v1/chats", "/api/v1/nowhere" })
        {
            var (status, body) = await stage.Get(path);
            Assert.Equal(401, status);
            Assert.Equal("errors/missing_credentials", (string?)body["type"]);
        }
    }

    [Fact]
    public async Task Connecting_shows_a_code_and_scanning_it_makes_the_account_ok()
    {
        await using var stage = await Stage.Set();

        var (status, body) = await stage.Post("/api/v1/accounts", new JsonObject { ["provider"] = "WHATSAPP" });
        var account = stage.World.Account((string)body["account_id"]!);
        var (_, before) = await stage.Get($"/api/v1/accounts/{account.Id}");
        account.Scan("+90 850 111 22 33");
        var (_, after) = await stage.Get($"/api/v1/accounts/{account.Id}");

        Assert.Equal(202, status);
        Shape.MustBeLike(Shape.Recorded("constructed_rest_checkpoint_qrcode"), body);
        Assert.Equal("CONNECTING", (string?)before["sources"]![0]!["status"]);
        Assert.Equal("OK", (string?)after["sources"]![0]!["status"]);
        Assert.Equal("+908501112233", (string?)after["connection_params"]!["im"]!["phone_number"]);
    }

    [Fact]
    public async Task The_owner_scans_by_himself_where_the_world_says_so()
    {
        var clock = new ManualClock();
        await using var stage = await Stage.Set(options => options with { TimeProvider = clock, ScanAfter = TimeSpan.FromSeconds(10) });

        var (_, body) = await stage.Post("/api/v1/accounts", new JsonObject { ["provider"] = "WHATSAPP" });
        var account = stage.World.Account((string)body["account_id"]!);

        Assert.Equal(AccountStatus.Connecting, account.Status);
        clock.Advance(TimeSpan.FromSeconds(10));
        await stage.World.WaitUntil(() => account.Status is AccountStatus.Ok, "the account to be scanned");
    }

    [Fact]
    public async Task A_code_to_scan_is_announced()
    {
        await using var stage = await Stage.Set();

        var asking = stage.World.WaitUntil(() => stage.Account.QrCode is not null, "a code to scan");
        await stage.Post($"/api/v1/accounts/{stage.Account.Id}", new JsonObject { ["provider"] = "WHATSAPP" });

        await asking;
    }

    [Fact]
    public async Task An_account_that_needs_no_scan_is_created_at_once()
    {
        await using var stage = await Stage.Set();
        stage.World.Unipile.ConnectsAtOnce = true;

        var (status, body) = await stage.Post("/api/v1/accounts", new JsonObject { ["provider"] = "WHATSAPP" });

        Assert.Equal(201, status);
        Assert.Equal("AccountCreated", (string?)body["object"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/reconnect")]
    public async Task Reconnecting_gives_a_new_code_in_both_spellings(string suffix)
    {
        await using var stage = await Stage.Set();
        stage.Account.Become(AccountStatus.Credentials);

        var (_, body) = await stage.Post($"/api/v1/accounts/{stage.Account.Id}{suffix}", new JsonObject { ["provider"] = "WHATSAPP" });
        stage.Account.Scan();
        await stage.World.WaitUntilIdle();

        Assert.Equal("Checkpoint", (string?)body["object"]);
        Assert.Equal(stage.Account.Id, (string?)body["account_id"]);
        Assert.Equal(["CREATION_SUCCESS", "OK", "CREDENTIALS", "RECONNECTED", "OK"], stage.Receiver.All.Select(told => told.Status));
    }

    [Fact]
    public async Task A_status_change_is_told_in_the_recorded_shape()
    {
        await using var stage = await Stage.Set();

        stage.Account.Become(AccountStatus.Stopped);
        await stage.World.WaitUntilIdle();

        var told = Assert.Single(stage.Receiver.All, told => told.Status is "STOPPED");
        Shape.MustBeLike(Shape.Recorded("account_status_ok"), told.Body);
    }

    [Fact]
    public async Task A_removed_account_is_gone_and_told_as_deleted()
    {
        await using var stage = await Stage.Set();

        var (status, body) = await stage.Delete($"/api/v1/accounts/{stage.Account.Id}");
        var (afterwards, problem) = await stage.Get($"/api/v1/accounts/{stage.Account.Id}");
        await stage.World.WaitUntilIdle();

        Assert.Equal((200, "AccountDeleted"), (status, (string?)body["object"]));
        Assert.Equal((404, "errors/resource_not_found"), (afterwards, (string?)problem["type"]));
        Assert.Equal("DELETED", stage.Receiver.All[^1].Status);
    }

    [Fact]
    public async Task Ids_differ_from_world_to_world_and_a_chat_keeps_its_id_for_a_named_account()
    {
        await using var one = await SimulatedWorld.Start();
        await using var two = await SimulatedWorld.Start();

        Assert.NotEqual(one.AddAccount().Id, two.AddAccount().Id);
        var here = one.Contact("+90 555 123 45 67").Chat(one.AddAccount(id: "acc_demo"));
        var there = two.Contact("905551234567").Chat(two.AddAccount(id: "acc_demo"));
        Assert.Equal(here.Id, there.Id);
        Assert.Equal(22, here.Id.Length);
    }
}
