namespace Orleans.WhatsApp.Silo;

public sealed class RetentionTests(Stage stage) : IClassFixture<Stage>
{
    [Fact]
    public async Task Messages_go_when_the_tenants_days_are_over_and_chats_with_the_last_of_them()
    {
        var ((silentName, silent), (talkedName, talked)) = (await NewChat("Long ago"), await NewChat("Long ago as well"));
        foreach (var chat in (string[])[silent, talked]) (await stage.Post(stage.Admin, $"{chat}/close")).Ok();
        stage.Clock.Advance(TimeSpan.FromDays(20));
        await Writes(talkedName, "Not so long ago");
        await stage.UntilChat(talked, "the second message", chat => chat.GetProperty("message_count").GetInt32() == 2);
        (await stage.Post(stage.Admin, $"{talked}/close")).Ok();
        stage.Clock.Advance(TimeSpan.FromDays(11));

        (await stage.Put(stage.Admin, "/api/whatsapp/config", new { retention_days = 30 })).Ok();
        await UntilUpkeep("the silent chat to go", async () => (await stage.Get(stage.Member, silent)).Status == System.Net.HttpStatusCode.NotFound);
        await UntilUpkeep("the old message to go", async () => (await stage.Get(stage.Member, talked)).Ok().GetProperty("message_count").GetInt32() == 1);

        Assert.Equal("Not so long ago", Assert.Single((await stage.Get(stage.Member, $"{talked}/messages")).Ok().GetProperty("items").EnumerateArray()).GetProperty("text").GetString());
        var stats = (await stage.Get(stage.Member, "/api/whatsapp/stats")).Ok();
        Assert.Equal((1, 1), (stats.GetProperty("totalChats").GetInt32(), stats.GetProperty("totalMessages").GetInt32()));
        // Nobody has asked for it, so it is not among what was asked for.
        Assert.Equal(0, (await stage.Get(stage.Admin, "/api/whatsapp/erasures")).Ok().GetProperty("total").GetInt32());
        // What is written now begins anew.
        await Writes(silentName, "Here I am again");
        await Stage.Until("the chat", async () => (await stage.Get(stage.Member, silent)).Status == System.Net.HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_config_says_how_long_messages_are_kept_and_where_the_people_are()
    {
        (await stage.Put(stage.Admin, "/api/whatsapp/config", new { retention_days = 3650, time_zone = "Europe/Istanbul" })).Ok();
        // What is not named stays as it is.
        var config = (await stage.Put(stage.Admin, "/api/whatsapp/config", new { grace_period_seconds = 60 })).Ok();
        Assert.Equal((3650, "Europe/Istanbul"), (config.GetProperty("retention_days").GetInt32(), config.GetProperty("time_zone").GetString()));
        var seen = (await stage.Get(stage.Member, "/api/whatsapp/connection-status")).Ok();
        Assert.Equal((3650, "Europe/Istanbul"), (seen.GetProperty("retention_days").GetInt32(), seen.GetProperty("time_zone").GetString()));
        var forever = (await stage.Put(stage.Admin, "/api/whatsapp/config", new { retention_days = (int?)null, time_zone = "UTC" })).Ok();
        Assert.Equal((System.Text.Json.JsonValueKind.Null, "UTC"), (forever.GetProperty("retention_days").ValueKind, forever.GetProperty("time_zone").GetString()));
    }

    [Theory]
    [InlineData("Turkey Standard Time")]
    [InlineData("Mars/Olympus")]
    [InlineData("../../../etc/passwd")]
    [InlineData("/etc/localtime")]
    [InlineData("Europe")]
    [InlineData("Europe/Istanbul\n")]
    [InlineData("")]
    [InlineData("+03:00")]
    public async Task What_is_no_time_zone_is_refused(string name) =>
        (await stage.Put(stage.Admin, "/api/whatsapp/config", new { time_zone = name })).Problem(400, "invalid_time_zone");

    [Theory]
    [InlineData("Asia/Kolkata")]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("Etc/GMT+3")]
    [InlineData("UTC")]
    public async Task What_is_one_is_taken(string name) => (await stage.Put(stage.Admin, "/api/whatsapp/config", new { time_zone = name })).Ok();

    [Theory, InlineData(0), InlineData(-1), InlineData(3651)]
    public async Task A_number_of_days_out_of_its_range_is_refused(int days) =>
        (await stage.Put(stage.Admin, "/api/whatsapp/config", new { retention_days = days })).Problem(400, "invalid_retention");

    private async Task<(string Name, string Path)> NewChat(string text)
    {
        var path = await stage.NewChat(text);
        return ((await stage.Get(stage.Member, path)).Text("unipile_chat_id"), path);
    }

    private async Task Writes(string chat, string text) => (await stage.Webhook(stage.FromContact(chat, text))).Ok();

    private Task UntilUpkeep(string what, Func<Task<bool>> fact) => Stage.Until(what, async () =>
    {
        stage.Clock.Advance(TimeSpan.FromMinutes(10));
        await Task.Delay(20);
        return await fact();
    });
}
