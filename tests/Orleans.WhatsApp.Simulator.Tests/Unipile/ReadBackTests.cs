using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator.Tests;

public sealed class ReadBackTests
{
    [Fact]
    public async Task A_chat_and_its_messages_have_the_recorded_shape()
    {
        await using var stage = await Stage.Set();
        var written = stage.World.Contact("+905551234567", "Ayşe").Send(SimulatedAttachment.Voice(new byte[] { 1 }));

        var (_, chat) = await stage.Get($"/api/v1/chats/{written.ChatId}");
        var (_, message) = await stage.Get($"/api/v1/messages/{written.Id}");

        Shape.MustBeLike(Shape.Recorded("rest_chat_wa_lid"), chat);
        Shape.MustBeLike(Shape.Recorded("constructed_rest_message_wa_voice"), message, "$.attachments[0].duration");
        Assert.Equal(0, (int)message["is_sender"]!);
        Assert.Null(message["text"]);
    }

    [Fact]
    public async Task Messages_come_newest_first_in_pages_without_gap_or_overlap()
    {
        await using var stage = await Stage.Set();
        var ayse = stage.World.Contact("+905551234567");
        foreach (var number in Enumerable.Range(1, 7)) ayse.Write($"m{number}");
        var chatId = ayse.Chat(stage.Account).Id;

        List<string> texts = [];
        string? cursor = null;
        do
        {
            var (_, page) = await stage.Get($"/api/v1/chats/{chatId}/messages?limit=3" + (cursor is null ? "" : $"&cursor={cursor}"));
            texts.AddRange(page["items"]!.AsArray().Select(item => (string)item!["text"]!));
            cursor = (string?)page["cursor"];
        }
        while (cursor is not null);

        Assert.Equal(["m7", "m6", "m5", "m4", "m3", "m2", "m1"], texts);
    }

    [Fact]
    public async Task After_is_exclusive_and_spelled_exactly()
    {
        await using var stage = await Stage.Set();
        var written = stage.World.Contact("+905551234567").Write("hi");
        var before = written.At.AddMilliseconds(-1).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null);
        var at = written.At.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null);

        Assert.Single(Items(await stage.Get($"/api/v1/messages?account_id={stage.Account.Id}&after={before}")));
        Assert.Empty(Items(await stage.Get($"/api/v1/messages?account_id={stage.Account.Id}&after={at}")));
        Assert.Empty(Items(await stage.Get($"/api/v1/messages?account_id={stage.Account.Id}&before={at}")));
        Assert.Equal(400, (await stage.Get("/api/v1/messages?after=2026-01-02T03:04:05Z")).Status);
        Assert.Equal(400, (await stage.Get("/api/v1/messages?limit=251")).Status);
    }

    [Fact]
    public async Task One_account_does_not_read_anothers_messages()
    {
        await using var stage = await Stage.Set();
        var other = stage.World.AddAccount();
        stage.World.Contact("+905551234567").Write("to the first", stage.Account);
        stage.World.Contact("+905551234567").Write("to the other", other);

        var items = Items(await stage.Get($"/api/v1/messages?account_id={other.Id}"));

        Assert.Equal(["to the other"], items.Select(item => (string?)item!["text"]));
    }

    [Fact]
    public async Task A_chat_is_also_known_by_the_providers_id()
    {
        await using var stage = await Stage.Set();
        var ayse = stage.World.Contact("+905551234567");
        ayse.Write("hi");

        var (_, chat) = await stage.Get($"/api/v1/chats/{Uri.EscapeDataString(ayse.Lid)}?account_id={stage.Account.Id}");

        Assert.Equal(ayse.Chat(stage.Account).Id, (string?)chat["id"]);
    }

    [Fact]
    public async Task An_unavailable_file_cannot_be_downloaded()
    {
        await using var stage = await Stage.Set();
        var file = SimulatedAttachment.File(new byte[] { 1 }, "offer.pdf") with { Unavailable = true };
        var written = stage.World.Contact("+905551234567").Send(file);

        Assert.Equal(404, (await stage.Get($"/api/v1/messages/{written.Id}/attachments/{file.Id}")).Status);
    }

    private static JsonArray Items((int Status, JsonObject Body) answer) => answer.Body["items"]!.AsArray();
}
