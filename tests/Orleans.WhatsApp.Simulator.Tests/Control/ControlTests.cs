using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator.Tests;

public sealed class ControlTests
{
    [Fact]
    public async Task A_script_outside_the_process_can_play_a_whole_story()
    {
        await using var stage = await Stage.Set();

        var (created, account) = await stage.Post("/sim/accounts", new JsonObject { ["phone_number"] = "+908500000100" });
        var accountId = (string)account["account_id"]!;
        var (_, written) = await stage.Post("/sim/contacts/+905551234567/write",
            new JsonObject { ["text"] = "Merhaba", ["name"] = "Ayşe", ["account_id"] = accountId });
        await stage.Post($"/sim/phone/{accountId}/write", new JsonObject { ["to"] = "+905551234567", ["text"] = "Buyurun" });
        await stage.PostForm($"/api/v1/chats/{written["chat_id"]}/messages", ("text", "Selam"), ("account_id", accountId));
        await stage.Told(3);
        var (_, received) = await stage.Get("/sim/contacts/+905551234567/received");
        var (_, state) = await stage.Get("/sim/state");

        Assert.Equal(201, created);
        Assert.Equal(["phone: Buyurun", "api: Selam"], received["items"]!.AsArray().Select(item => $"{item!["origin"]}: {item["text"]}"));
        Assert.Equal(2, (int)state["messages_received"]!);
    }

    [Fact]
    public async Task Faults_agents_and_webhooks_can_be_scripted_over_http()
    {
        await using var stage = await Stage.Set();
        var ayse = stage.World.Contact("+905551234567");

        await stage.Post("/sim/faults", new JsonObject { ["kind"] = "refuse", ["status"] = 422, ["slug"] = "cant_send_message", ["next"] = 1 });
        await stage.Post("/sim/agents/agent_1", new JsonObject { ["replies"] = new JsonArray("one", "two"), ["first_message"] = "Welcome" });
        await stage.Post("/sim/webhooks", new JsonObject { ["lose_next"] = 1 });
        await stage.Post("/sim/behaviour", new JsonObject { ["echo"] = "never" });

        Assert.Equal(422, (await stage.Send(ayse, "hi")).Status);
        Assert.Equal(201, (await stage.Send(ayse, "hi")).Status);
        ayse.Write("lost");
        await stage.World.WaitUntilIdle();
        Assert.Empty(stage.Receiver.Messages);

        using var client = await AgentClient.Ready(stage);
        Assert.Equal("Welcome", await client.NextResponse());
        await client.Say("hi");
        Assert.Equal(("one", "two"), (await client.NextResponse(), await client.NextResponse()));

        var (_, conversations) = await stage.Get("/sim/conversations?agent_id=agent_1");
        Assert.Equal("hi", (string?)conversations["items"]![0]!["user_messages"]![0]);
    }

    [Fact]
    public async Task An_account_can_lose_and_regain_its_connection_over_http()
    {
        await using var stage = await Stage.Set();

        await stage.Post($"/sim/accounts/{stage.Account.Id}/status", new JsonObject { ["status"] = "credentials" });
        Assert.Equal(AccountStatus.Credentials, stage.Account.Status);
        await stage.Post($"/sim/accounts/{stage.Account.Id}/scan", []);
        Assert.Equal(AccountStatus.Ok, stage.Account.Status);
    }

    [Fact]
    public async Task A_request_that_makes_no_sense_is_answered_with_what_is_missing()
    {
        await using var stage = await Stage.Set();

        Assert.Equal(400, (await stage.Post("/sim/faults", new JsonObject { ["kind"] = "earthquake" })).Status);
        Assert.Equal(400, (await stage.Post("/sim/contacts/+905551234567/write", [])).Status);
        Assert.Equal(400, (await stage.Post("/sim/contacts/nobody/write", new JsonObject { ["text"] = "hi" })).Status);
        Assert.Equal(404, (await stage.Post("/sim/accounts/none/scan", [])).Status);
    }
}
