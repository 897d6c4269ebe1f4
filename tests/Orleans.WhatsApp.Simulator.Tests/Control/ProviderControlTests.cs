using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator.Tests;

public sealed class ProviderControlTests
{
    [Fact]
    public async Task A_story_with_a_number_at_Meta_can_be_played_from_outside()
    {
        await using var stage = await Stage.Set();
        var (created, number) = await stage.Post("/sim/accounts", new JsonObject { ["provider"] = "meta", ["phone_number"] = "+15550001111" });
        var id = (string)number["account_id"]!;
        await stage.Post($"/sim/accounts/{id}/webhook", new JsonObject { ["url"] = stage.Receiver.UrlOf("meta").ToString(), ["app_secret"] = "own" });
        await stage.Post("/sim/contacts/+905551234567/write", new JsonObject
        {
            ["kind"] = "voice",
            ["file_b64"] = "AQID",
            ["name"] = "Ayşe",
            ["account_id"] = id,
        });
        await stage.Post("/sim/meta", new JsonObject { ["statuses"] = new JsonArray("read", "failed:131026") });
        stage.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + stage.World.Options.MetaAccessToken);
        var (_, sent) = await stage.Post($"/v23.0/{id}/messages", new JsonObject
        {
            ["messaging_product"] = "whatsapp",
            ["to"] = "905551234567",
            ["type"] = "interactive",
            ["interactive"] = new JsonObject
            {
                ["type"] = "button",
                ["body"] = new JsonObject { ["text"] = "Gelecek misiniz?" },
                ["action"] = new JsonObject
                {
                    ["buttons"] = new JsonArray(new JsonObject { ["type"] = "reply", ["reply"] = new JsonObject { ["id"] = "yes", ["title"] = "Evet" } }),
                },
            },
        });
        var (_, received) = await stage.Get("/sim/contacts/+905551234567/received");
        var (tapped, _) = await stage.Post("/sim/contacts/+905551234567/tap", new JsonObject { ["choice"] = "Evet" });
        await stage.Post("/sim/statuses", new JsonObject { ["message_id"] = sent["messages"]![0]!["id"]!.DeepClone(), ["status"] = "played" });
        await stage.World.WaitUntilIdle();

        Assert.Equal((201, "meta", 201), (created, (string?)number["provider"], tapped));
        Assert.Equal("Evet", (string?)received["items"]![0]!["choices"]![0]!["title"]);
        var told = string.Concat(stage.Receiver.All.Select(told => told.Raw));
        Assert.All(["\"voice\":true", "\"read\"", "131026", "button_reply", "\"played\""], part => Assert.Contains(part, told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_story_with_a_profile_at_Wappi_can_be_played_from_outside()
    {
        await using var stage = await Stage.Set();
        var (_, profile) = await stage.Post("/sim/accounts", new JsonObject { ["provider"] = "wappi", ["authorized"] = false });
        var id = (string)profile["account_id"]!;
        await stage.Post($"/sim/accounts/{id}/scan", []);
        await stage.Post($"/sim/accounts/{id}/webhook", new JsonObject { ["url"] = stage.Receiver.UrlOf("wappi").ToString(), ["authorization"] = "hush" });
        await stage.Post("/sim/wappi", new JsonObject { ["statuses"] = new JsonArray("temporary ban"), ["echo"] = "beforeResponse" });
        await stage.Post("/sim/faults", new JsonObject { ["provider"] = "wappi", ["kind"] = "refuse", ["status"] = 429, ["next"] = 1 });
        stage.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", stage.World.Options.WappiToken);

        var refused = await Send();
        var sent = await Send();
        await stage.World.WaitUntilIdle();

        Assert.Equal((429, 200), (refused.Status, sent.Status));
        var told = stage.Receiver.All.Where(told => told.Body.ContainsKey("messages")).ToList();
        Assert.Equal(["outgoing_message_api", "delivery_status"],
            told.Select(told => (string?)(told.Body["messages"] is JsonArray array ? array[0] : told.Body["messages"])!["wh_type"]));
        Assert.All(told, told => Assert.Equal("hush", told.Headers["Authorization"]));
        var (_, state) = await stage.Get("/sim/state");
        Assert.Equal((2, 0), ((int)state["wappi"]!["calls"]!, (int)state["wappi"]!["overlaps"]!));

        Task<(int Status, JsonObject Body)> Send() =>
            stage.Post($"/api/sync/message/send?profile_id={id}", new JsonObject { ["body"] = "hi", ["recipient"] = "905551234567" });
    }

    [Theory]
    [InlineData("text")]
    [InlineData("image")]
    [InlineData("video")]
    [InlineData("voice")]
    [InlineData("document")]
    [InlineData("sticker")]
    [InlineData("location")]
    [InlineData("contact")]
    [InlineData("order")]
    [InlineData("unsupported")]
    public async Task A_contact_can_write_every_kind_to_every_provider(string kind)
    {
        await using var stage = await Stage.Set();
        var meta = stage.World.Meta.AddNumber();
        var wappi = stage.World.Wappi.AddProfile();
        stage.World.Meta.Subscribe(stage.Receiver.UrlOf("meta"));
        stage.World.Wappi.SetWebhook(wappi, stage.Receiver.UrlOf("wappi"));

        foreach (var account in new[] { stage.Account, meta, wappi })
        {
            var (status, _) = await stage.Post("/sim/contacts/+905551234567/write",
                new JsonObject { ["kind"] = kind, ["text"] = "hi", ["account_id"] = account.Id });
            Assert.Equal(201, status);
        }

        await stage.World.WaitUntilIdle();
        Assert.Equal(3, stage.Receiver.All.Count(told => told.Status is null));
    }

    [Fact]
    public async Task Speech_and_challenges_can_be_scripted_from_outside_and_nonsense_is_refused()
    {
        await using var stage = await Stage.Set();

        await stage.Post("/sim/speech", new JsonObject { ["text"] = "Merhaba", ["answer_next"] = "blocked" });
        var (_, right) = await stage.Post("/sim/meta/verify", new JsonObject { ["url"] = stage.Receiver.UrlOf("meta").ToString(), ["verify_token"] = "verify-me" });
        var (_, wrong) = await stage.Post("/sim/meta/verify", new JsonObject { ["url"] = stage.Receiver.UrlOf("meta").ToString(), ["verify_token"] = "no" });

        Assert.Equal("Merhaba", stage.World.Speech.Always);
        Assert.Equal((true, false), ((bool)right["confirmed"]!, (bool)wrong["confirmed"]!));
        Assert.Equal(400, (await stage.Post("/sim/accounts", new JsonObject { ["provider"] = "pigeon" })).Status);
        Assert.Equal(400, (await stage.Post("/sim/meta", new JsonObject { ["statuses"] = new JsonArray("lost") })).Status);
        Assert.Equal(400, (await stage.Post("/sim/meta", new JsonObject { ["outside_window"] = "ajar" })).Status);
        Assert.Equal(400, (await stage.Post("/sim/contacts/+905551234567/write", new JsonObject { ["kind"] = "smell" })).Status);
        Assert.Equal(400, (await stage.Post("/sim/contacts/+905551234567/tap", new JsonObject { ["choice"] = "Evet" })).Status);
    }
}
