using System.Text.Json;

namespace Orleans.WhatsApp.Silo;

/// <summary>The names and kinds on the wire. A change here is a change of the published contract.</summary>
public sealed class ShapeTests(Stage stage) : IClassFixture<Stage>
{
    [Fact]
    public async Task A_chat_has_its_shape()
    {
        var chat = await stage.ChatHeldByAdmin();
        Assert.Equal(
            "_id:String tenant_id:String unipile_chat_id:String contact_name:String contact_phone:String mode:String "
            + "taken_over_by:{_id:String name:String email:String} taken_over_at:String last_message_at:String last_message_preview:String message_count:Number "
            + "session_status:String session_started_at:String session_grace_deadline:String session_resolved_by:Null "
            + "epoch:Number needs_attention:False attention:Null provider:String window_closes_at:Null is_hidden:False createdAt:String updatedAt:String",
            Shape((await stage.Get(stage.Member, chat)).Ok()));
        Assert.Equal(Shape((await stage.Get(stage.Member, chat)).Ok()) + " in_flight:False",
            InFlightLast(Shape((await stage.Post(stage.Admin, $"{chat}/takeover")).Ok())));
    }

    [Fact]
    public async Task A_message_has_its_shape()
    {
        var chat = await stage.NewChat();
        var page = (await stage.Get(stage.Member, $"{chat}/messages")).Ok();
        Assert.Equal("items:Array page:Number limit:Number total:Number next_cursor:Null", Shape(page));
        Assert.Equal(
            "_id:String chat_id:String session_id:String sender:String sender_name:String sent_by:Null text:String sent_via_unipile:False "
            + "delivery_status:String is_late:False is_edited:False is_deleted:False attachments:Array is_transcribed:False content:Null failure:Null queued_until:Null reactions:Array createdAt:String",
            Shape(page.GetProperty("items")[0]));
    }

    [Fact]
    public async Task A_session_has_its_shape()
    {
        var chat = await stage.NewChat();
        var page = (await stage.Get(stage.Member, $"{chat}/sessions")).Ok();
        Assert.Equal("items:Array page:Number limit:Number total:Number next_cursor:Null", Shape(page));
        Assert.Equal(
            "_id:String chat_id:String tenant_id:String status:String resolved_by:Null started_at:String resolved_at:Null grace_deadline:String "
            + "taken_over_by:Null taken_over_at:Null elevenlabs_conversation_id:Null message_count:Number createdAt:String updatedAt:String",
            Shape(page.GetProperty("items")[0]));
    }

    [Fact]
    public async Task A_line_of_the_timeline_has_its_shape()
    {
        await stage.UseNoAgent();
        var chat = await stage.NewChat();
        Assert.Equal(
            "at:String rule:String cause:String before:String after:String epoch:Number session_id:String actor:Null detail:Null "
            + "policy:{grace_period_seconds:Number tenant_is_on:True agent_is_usable:False channel_is_ok:True contact_is_blacklisted:False}",
            Shape((await stage.Get(stage.Member, $"{chat}/timeline")).Ok().GetProperty("items")[0]));
    }

    [Fact]
    public async Task The_tenants_settings_have_their_shapes()
    {
        await stage.UseAgent();
        Assert.Equal(
            "connected:True status:String phone:String account_id:String connected_at:String agent_id:String grace_period_seconds:Number "
            + "retention_days:Null time_zone:String",
            Shape((await stage.Get(stage.Member, "/api/whatsapp/connection-status")).Ok()));
        Assert.Equal("agent_id:String grace_period_seconds:Number retention_days:Null time_zone:String",
            Shape((await stage.Put(stage.Admin, "/api/whatsapp/config", new { })).Ok()));
        Assert.Equal("_id:String name:String is_active:True", Shape((await stage.Get(stage.Member, "/api/whatsapp/agents")).Ok()[0]));
        Assert.Equal("items:Array page:Number limit:Number total:Number next_cursor:Null", Shape((await stage.Get(stage.Member, "/api/agents")).Ok()));
        Assert.Equal("items:Array page:Number limit:Number total:Number next_cursor:Null",
            Shape((await stage.Get(stage.Manager, "/api/whatsapp/blacklist")).Ok()));
        Assert.Equal("account_id:String qrcode:Null status:String", Shape((await stage.Post(stage.Admin, "/api/whatsapp/connect")).Ok()));
    }

    [Fact]
    public async Task A_sign_in_has_its_shape() => Assert.Equal(
        "access_token:String refresh_token:String token_type:String expires_in:Number user:{_id:String tenant_id:String email:String name:String role:String is_platform_admin:True}",
        Shape((await stage.Post(stage.Anyone, "/api/auth/login", new { email = Stage.AdminEmail, password = Stage.Password })).Ok()));

    [Fact]
    public async Task Who_is_signed_in_hears_the_time_too()
    {
        var me = (await stage.Get(stage.Member, "/api/auth/me")).Ok();
        Assert.Equal(
            ["_id", "email", "is_platform_admin", "name", "role", "server_time", "tenant_id"],
            me.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(stage.Clock.GetUtcNow(), me.GetProperty("server_time").GetDateTimeOffset());
    }

    [Fact]
    public async Task What_this_is_is_told_to_anybody()
    {
        var info = (await stage.Get(stage.Anyone, "/api/info")).Ok();
        Assert.Equal("name:String version:String demo:False", Shape(info));
        Assert.Equal("Orleans.WhatsApp", info.GetProperty("name").GetString());
        Assert.Matches(@"^\d+\.\d+\.\d+", info.GetProperty("version").GetString());
    }

    [Fact]
    public async Task Times_are_written_in_UTC_with_milliseconds() => Assert.Matches(
        @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", (await stage.Get(stage.Member, await stage.NewChat())).Text("createdAt"));

    /// <summary>The one member that a takeover adds comes first or last; its place says nothing.</summary>
    private static string InFlightLast(string shape) =>
        shape.Replace("in_flight:False ", "", StringComparison.Ordinal)
        .Replace(" in_flight:False", "", StringComparison.Ordinal) + " in_flight:False";

    private static string Shape(JsonElement json) => string.Join(' ', json.EnumerateObject().Select(member =>
        $"{member.Name}:{(member.Value.ValueKind == JsonValueKind.Object ? $"{{{Shape(member.Value)}}}" : member.Value.ValueKind)}"));
}
