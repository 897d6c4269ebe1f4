using System.Net;
using System.Text.Json;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Silo;

public sealed class ConnectionTests(Stage stage) : IClassFixture<Stage>
{
    [Fact]
    public async Task Connecting_answers_with_the_code_to_scan()
    {
        await using var fresh = await Stage.Bare();
        var before = (await fresh.Get(fresh.Admin, "/api/whatsapp/connection-status")).Ok();
        Assert.Equal((false, "disconnected"), (before.GetProperty("connected").GetBoolean(), before.GetProperty("status").GetString()));
        Assert.Equal(JsonValueKind.Null, before.GetProperty("phone").ValueKind);

        fresh.Channel.ConnectAnswer = new ConnectResult.Linked("account-7", "2@scan-me", ChannelStatus.Pending);
        fresh.Channel.StatusAnswer = null;
        Assert.Equal("""{"account_id":"account-7","qrcode":"2@scan-me","status":"pending"}""",
            (await fresh.Post(fresh.Admin, "/api/whatsapp/connect")).Body);
        Assert.Equal("pending", (await fresh.Get(fresh.Admin, "/api/whatsapp/connection-status")).Ok().GetProperty("status").GetString());

        // However often it is looked at, the provider is asked every two seconds at most.
        fresh.Channel.StatusAnswer = new AccountReport("account-7", ChannelStatus.Ok, "+905550000000");
        Assert.Equal("pending", (await fresh.Get(fresh.Admin, "/api/whatsapp/connection-status")).Ok().GetProperty("status").GetString());
        fresh.Clock.Advance(TimeSpan.FromSeconds(2));
        var after = (await fresh.Get(fresh.Admin, "/api/whatsapp/connection-status")).Ok();
        Assert.True(after.GetProperty("connected").GetBoolean());
        Assert.Equal("+905550000000", after.GetProperty("phone").GetString());
        Assert.Equal(180, after.GetProperty("grace_period_seconds").GetInt32());

        fresh.Channel.DisconnectAnswer = false;
        (await fresh.Post(fresh.Admin, "/api/whatsapp/disconnect")).Problem(502, "provider_failed");
        fresh.Channel.DisconnectAnswer = true;
        Assert.Equal("disconnected", (await fresh.Post(fresh.Admin, "/api/whatsapp/disconnect")).Ok().GetProperty("status").GetString());
        (await fresh.Post(fresh.Admin, "/api/whatsapp/disconnect")).Problem(409, "not_connected");
    }

    [Fact]
    public async Task What_the_provider_refuses_is_said()
    {
        (await stage.Post(stage.Stranger, "/api/whatsapp/connect")).Problem(409, "account_taken");
        stage.Channel.ConnectAnswer = new ConnectResult.Failed("not_configured", "");
        (await stage.Post(stage.Admin, "/api/whatsapp/connect")).Problem(503, "not_configured");
        stage.Channel.ConnectAnswer = new ConnectResult.Failed("quota", "");
        Assert.Equal("quota", (await stage.Post(stage.Admin, "/api/whatsapp/connect")).Problem(502, "provider_failed")
            .Text("provider_code"));
        stage.Channel.ConnectAnswer = new ConnectResult.Linked(Stage.Account, "", ChannelStatus.Ok);
    }

    [Fact]
    public async Task The_configuration_changes_only_in_what_is_given()
    {
        var agent = await stage.UseAgent();
        Assert.Equal(60, (await stage.Put(stage.Admin, "/api/whatsapp/config", new { grace_period_seconds = 60 })).Ok()
            .GetProperty("grace_period_seconds").GetInt32());
        var status = (await stage.Get(stage.Member, "/api/whatsapp/connection-status")).Ok();
        Assert.Equal((agent, 60), (status.GetProperty("agent_id").GetGuid(), status.GetProperty("grace_period_seconds").GetInt32()));

        var cleared = (await stage.Put(stage.Admin, "/api/whatsapp/config", new { agent_id = (string?)null })).Ok();
        Assert.Equal(JsonValueKind.Null, cleared.GetProperty("agent_id").ValueKind);
        Assert.Equal(60, cleared.GetProperty("grace_period_seconds").GetInt32());
    }

    [Theory]
    [InlineData(1, 30)]
    [InlineData(-5, 30)]
    [InlineData(45, 45)]
    [InlineData(100_000, 1800)]
    [InlineData(int.MaxValue, 1800)]
    public async Task The_grace_period_is_brought_into_its_range(int asked, int kept) => Assert.Equal(
        kept, (await stage.Put(stage.Admin, "/api/whatsapp/config", new { grace_period_seconds = asked })).Ok()
            .GetProperty("grace_period_seconds").GetInt32());

    [Fact]
    public async Task An_agent_that_is_not_ours_cannot_be_chosen()
    {
        (await stage.Put(stage.Admin, "/api/whatsapp/config", new { agent_id = Guid.NewGuid() })).Problem(400, "unknown_agent");
        (await stage.Put(stage.Admin, "/api/whatsapp/config", new { agent_id = "not an id" })).Problem(400, "invalid_request");
        (await stage.Put(stage.Admin, "/api/whatsapp/config", new { grace_period_seconds = "soon" })).Problem(400, "invalid_request");
    }

    [Fact]
    public async Task A_webhook_is_registered_at_an_address()
    {
        (await stage.Post(stage.Admin, "/api/whatsapp/register-webhook", new { url = "https://example.com/webhooks/unipile" })).Ok();
        Assert.Contains("https://example.com/webhooks/unipile", stage.Channel.RegisteredWebhooks);
        stage.Channel.WebhookAnswer = "refused";
        (await stage.Post(stage.Admin, "/api/whatsapp/register-webhook", new { url = "https://example.com/w" }))
            .Problem(502, "provider_failed");
        stage.Channel.WebhookAnswer = null;
    }

    [Fact]
    public async Task Another_tenants_admin_has_events_reported_to_the_installations_own_address_and_nowhere_else()
    {
        await using var own = await Stage.With(("Webhooks:PublicUrl", "https://wa.example.com/"));
        foreach (var url in (string[])["https://evil.example/webhooks/unipile", "https://wa.example.com.evil.example/webhooks/unipile", "https://wa.example.com/webhooks/meta", "https://wa.example.com/webhooks/unipile?to=evil"])
            (await own.Post(own.Stranger, "/api/whatsapp/register-webhook", new { url })).Problem(403, "forbidden");
        Assert.Empty(own.Channel.RegisteredWebhooks);

        (await own.Post(own.Stranger, "/api/whatsapp/register-webhook", new { url = "https://wa.example.com/webhooks/unipile" })).Ok();
        (await stage.Post(stage.Stranger, "/api/whatsapp/register-webhook", new { url = "https://example.com/webhooks/unipile" })).Problem(403, "forbidden");
    }

    [Theory]
    [InlineData("")]
    [InlineData("/webhooks/unipile")]
    [InlineData("ftp://example.com/")]
    [InlineData("javascript:alert(1)")]
    public async Task A_webhook_needs_an_absolute_http_address(string url) =>
        (await stage.Post(stage.Admin, "/api/whatsapp/register-webhook", new { url })).Problem(400, "invalid_url");

    [Fact]
    public async Task Numbers_are_blacklisted_in_any_spelling()
    {
        (await stage.Post(stage.Manager, "/api/whatsapp/blacklist", new { phone = "+90 555 999 88 77" })).Ok();
        var listed = (await stage.Post(stage.Manager, "/api/whatsapp/blacklist", new { phone = "905559998877" })).Ok();
        Assert.Equal(1, listed.GetProperty("total").GetInt32());
        Assert.Equal(1, (await stage.Get(stage.Manager, "/api/whatsapp/blacklist")).Ok().GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await stage.Delete(stage.Manager, "/api/whatsapp/blacklist/%2B905559998877")).Ok().GetProperty("total")
            .GetInt32());
        (await stage.Delete(stage.Manager, "/api/whatsapp/blacklist/+905559998877")).Ok();
        (await stage.Post(stage.Manager, "/api/whatsapp/blacklist", new { phone = "not a number" })).Problem(400, "invalid_phone");
        (await stage.Delete(stage.Manager, "/api/whatsapp/blacklist/nobody")).Problem(400, "invalid_phone");
    }

    [Fact]
    public async Task Agents_are_added_changed_and_removed()
    {
        var added = await stage.Post(stage.Admin, "/api/agents", new { name = " Night shift ", elevenlabs_agent_id = "agent_n" });
        var id = added.Ok(HttpStatusCode.Created).GetProperty("_id").GetGuid();
        Assert.Equal($"/api/agents/{id}", added.Message.Headers.Location?.ToString());
        Assert.Equal($$"""{"_id":"{{id}}","name":"Night shift","elevenlabs_agent_id":"agent_n","is_active":true}""",
            (await stage.Get(stage.Member, $"/api/agents/{id}")).Body);

        var changed = (await stage.Put(stage.Admin, $"/api/agents/{id}", new { is_active = false })).Ok();
        Assert.Equal(("Night shift", false), (changed.GetProperty("name").GetString(), changed.GetProperty("is_active").GetBoolean()));
        var choices = (await stage.Get(stage.Member, "/api/whatsapp/agents")).Ok();
        Assert.Contains(choices.EnumerateArray(), choice =>
            choice.GetRawText() == $$"""{"_id":"{{id}}","name":"Night shift","is_active":false}""");

        (await stage.Delete(stage.Admin, $"/api/agents/{id}")).Ok(HttpStatusCode.NoContent);
        (await stage.Delete(stage.Admin, $"/api/agents/{id}")).Problem(404, "agent_not_found");
        (await stage.Put(stage.Admin, $"/api/agents/{id}", new { name = "Back" })).Problem(404, "agent_not_found");
        (await stage.Get(stage.Member, $"/api/agents/{id}")).Problem(404, "agent_not_found");
    }

    [Fact]
    public async Task An_agent_needs_a_name_and_the_providers_id()
    {
        (await stage.Post(stage.Admin, "/api/agents", new { name = " ", elevenlabs_agent_id = "agent" })).Problem(400, "invalid_agent");
        (await stage.Post(stage.Admin, "/api/agents", new { name = "A", elevenlabs_agent_id = new string('x', 201) }))
            .Problem(400, "invalid_agent");
        (await stage.Post(stage.Admin, "/api/agents", new { name = "A" })).Problem(400, "invalid_request");
    }
}
