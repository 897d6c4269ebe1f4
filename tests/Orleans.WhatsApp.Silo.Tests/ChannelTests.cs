using System.Text.Json;

namespace Orleans.WhatsApp.Silo;

public sealed class ChannelTests
{
    private const string Channels = "/api/whatsapp/channels";

    [Fact]
    public async Task Each_channel_says_whether_it_is_set_up_and_where_it_is_reported_to()
    {
        await using var stage = await Stage.With(("Webhooks:PublicUrl", "https://wa.example.com/"));
        stage.Channel.IsConfigured = false;
        Assert.Equal(
            ["unipile False https://wa.example.com/webhooks/unipile", "meta False https://wa.example.com/webhooks/meta", "wappi True https://wa.example.com/webhooks/wappi"],
            (await Of(stage)).Select(Line));
        Assert.Equal("unipile False https://wa.example.com/webhooks/unipile", Line((await stage.Put(stage.Admin, $"{Channels}/unipile", new { live_send = false })).Ok()));

        // What is shown is what a tenant's admin may register.
        var url = (await Of(stage))[0].GetProperty("webhook_url").GetString();
        (await stage.Post(stage.Stranger, "/api/whatsapp/register-webhook", new { url })).Ok();
    }

    [Fact]
    public async Task Without_a_public_address_there_is_none_to_report_to()
    {
        await using var stage = await Stage.With(("Meta:AppSecret", "secret"));
        Assert.Equal(["unipile True ", "meta True ", "wappi True "], (await Of(stage)).Select(Line));
        Assert.All(await Of(stage), channel => Assert.Equal(JsonValueKind.Null, channel.GetProperty("webhook_url").ValueKind));
    }

    private static async Task<JsonElement[]> Of(Stage stage) => [.. (await stage.Get(stage.Member, Channels)).Ok().EnumerateArray()];

    private static string Line(JsonElement channel) =>
        $"{channel.GetProperty("provider").GetString()} {channel.GetProperty("is_configured").GetBoolean()} {channel.GetProperty("webhook_url").GetString()}";
}
