using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo;

public sealed class PlatformTests(Stage stage) : IClassFixture<Stage>
{
    private const string Tenants = "/api/platform/tenants";
    private const string Admins = "/api/platform/admins";
    private const string Password = "correct horse battery";

    [Fact]
    public async Task A_new_tenant_is_run_by_the_admin_who_accepts_its_invitation()
    {
        var (tenant, client, _) = await NewTenant(["whatsapp_agent"]);

        (await stage.Get(client, "/api/whatsapp/chats")).Ok();
        Assert.Single((await stage.Get(client, "/api/users")).Ok().GetProperty("items").EnumerateArray());
        (await stage.Post(client, "/api/users", new { email = $"{Guid.NewGuid():N}@example.com", name = "Bob", role = "member" })).Ok(HttpStatusCode.Created);
        (await stage.Get(client, Tenants)).Problem(403, "forbidden");
        Assert.Equal(180, (await stage.Get(client, "/api/whatsapp/connection-status")).Ok().GetProperty("grace_period_seconds").GetInt32());

        var listed = (await stage.Get(stage.Admin, $"{Tenants}?limit=100")).Ok().GetProperty("items").EnumerateArray().Single(one => one.GetProperty("_id").GetString() == tenant);
        Assert.True(listed.GetProperty("is_active").GetBoolean());
        Assert.Equal(listed.ToString(), (await stage.Get(stage.Admin, $"{Tenants}/{tenant}")).Ok().ToString());
    }

    [Fact]
    public async Task A_tenant_whose_admins_address_is_taken_is_not_made()
    {
        var before = (await stage.Get(stage.Admin, Tenants)).Ok().GetProperty("total").GetInt32();
        (await stage.Post(stage.Admin, Tenants, new { name = "Copy", admin = new { email = Stage.AdminEmail, name = "Ann" } })).Problem(409, "email_taken");
        Assert.Equal(before, (await stage.Get(stage.Admin, Tenants)).Ok().GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Features_are_switched_on_and_off()
    {
        var (tenant, client, _) = await NewTenant([]);
        (await stage.Get(client, "/api/whatsapp/chats")).Problem(403, "feature_disabled");
        (await stage.Put(stage.Admin, $"{Tenants}/{tenant}", new { features = new[] { "whatsapp_agents" } })).Problem(400, "unknown_feature");

        Assert.Equal("whatsapp_agent", (await stage.Put(stage.Admin, $"{Tenants}/{tenant}", new { features = new[] { "whatsapp_agent" } })).Ok()
            .GetProperty("features")[0].GetString());
        (await stage.Get(client, "/api/whatsapp/chats")).Ok();
        (await stage.Put(stage.Admin, $"{Tenants}/{tenant}", new { features = Array.Empty<string>(), name = "Renamed" })).Ok();
        (await stage.Get(client, "/api/whatsapp/chats")).Problem(403, "feature_disabled");
        Assert.Equal("Renamed", (await stage.Get(stage.Admin, $"{Tenants}/{tenant}")).Ok().GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_suspended_tenant_can_only_sign_in_until_it_is_resumed()
    {
        var (tenant, client, email) = await NewTenant(["whatsapp_agent"]);
        (await stage.Put(stage.Admin, $"{Tenants}/{tenant}", new { is_active = false })).Ok();

        (await stage.Get(client, "/api/whatsapp/chats")).Problem(403, "feature_disabled");
        (await stage.Get(client, "/api/agents")).Problem(403, "tenant_suspended");
        (await stage.Get(client, "/api/users")).Problem(403, "tenant_suspended");
        (await stage.Post(stage.Anyone, "/api/auth/login", new { email, password = Password })).Ok();
        (await stage.Get(client, "/api/auth/me")).Ok();

        (await stage.Put(stage.Admin, $"{Tenants}/{tenant}", new { is_active = true })).Ok();
        (await stage.Get(client, "/api/whatsapp/chats")).Ok();
    }

    [Fact]
    public async Task Suspending_a_tenant_ends_the_sessions_of_its_chats()
    {
        await using var own = new Stage();
        await own.InitializeAsync();
        var chat = await own.NewChat();
        (await own.Put(own.Admin, $"{Tenants}/{Bootstrap.FirstTenant}", new { is_active = false })).Ok();
        (await own.Get(own.Admin, chat)).Problem(403, "feature_disabled");

        var queries = own.Services.GetRequiredService<IDashboardQueries>();
        await Stage.Until("the chat to have no session", async () =>
            (await queries.Chat(Bootstrap.FirstTenant, new(Guid.Parse(chat.Split('/')[^1]))))!.Session is null or { Status: SessionStatus.Resolved });
        // Who stands above the tenants is not locked out by suspending his own.
        (await own.Put(own.Admin, $"{Tenants}/{Bootstrap.FirstTenant}", new { is_active = true })).Ok();
        (await own.Get(own.Admin, chat)).Ok();
    }

    [Fact]
    public async Task A_platform_admin_sees_nothing_of_another_tenants_chats_or_users()
    {
        var above = stage.As(await stage.AddUser("above@other.example", Stage.OtherTenant, Role.Admin, isPlatformAdmin: true));
        var chat = await stage.NewChat();

        (await stage.Get(above, Tenants)).Ok();
        foreach (var path in (string[])[chat, $"{chat}/messages", $"{chat}/timeline"]) (await stage.Get(above, path)).Problem(404, "chat_not_found");
        (await stage.Get(above, $"/api/users/{stage.AdminId}")).Problem(404, "user_not_found");
        (await stage.Delete(above, $"{Admins}/{(await stage.Get(above, "/api/auth/me")).Ok().GetProperty("_id")}")).Ok(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_platform_admin_makes_another_and_the_last_one_stays()
    {
        var user = await stage.AddUser("second@example.com", Bootstrap.FirstTenant, Role.Member);
        (await stage.Get(stage.As(user), Tenants)).Problem(403, "forbidden");
        (await stage.Delete(stage.Admin, $"{Admins}/{user.Id}")).Problem(404, "user_not_found");
        (await stage.Post(stage.Admin, Admins, new { email = "nobody@example.com" })).Problem(404, "user_not_found");

        var made = (await stage.Post(stage.Admin, Admins, new { email = " Second@Example.com " })).Ok();
        Assert.True(made.GetProperty("user").GetProperty("is_platform_admin").GetBoolean());
        (await stage.Post(stage.Admin, Admins, new { email = "second@example.com" })).Problem(409, "is_platform_admin");
        Assert.Equal(2, (await stage.Get(await stage.As("second@example.com"), Admins)).Ok().GetProperty("total").GetInt32());
        (await stage.Delete(stage.Admin, $"{Admins}/{user.Id}")).Ok(HttpStatusCode.NoContent);
        (await stage.Get(await stage.As("second@example.com"), Tenants)).Problem(403, "forbidden");
        (await stage.Delete(stage.Admin, $"{Admins}/{stage.AdminId}")).Problem(409, "last_platform_admin");
    }

    /// <summary>Whatever his address says: a tenant's admin may have invited him and set his password.</summary>
    [Fact]
    public async Task Who_is_made_a_platform_admin_has_no_password_that_another_one_knows()
    {
        var guest = await stage.AddUser("ops@company.example", Stage.OtherTenant, Role.Member);
        var before = stage.As(guest);
        (await stage.Post(stage.Anyone, "/api/auth/login", new { email = guest.Email, password = Stage.Password })).Ok();
        var made = (await stage.Post(stage.Admin, Admins, new { email = guest.Email })).Ok();

        (await stage.Post(stage.Anyone, "/api/auth/login", new { email = guest.Email, password = Stage.Password })).Problem(401, "invalid_credentials");
        Assert.Equal(HttpStatusCode.Unauthorized, (await before.GetAsync(Tenants)).StatusCode);
        var pair = await Accept(made);
        (await stage.Get(stage.WithToken(pair.GetProperty("access_token").GetString()!), Tenants)).Ok();
        (await stage.Delete(stage.Admin, $"{Admins}/{guest.Id}")).Ok(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_tenants_admin_cannot_become_a_platform_admin_by_changing_one()
    {
        var plain = stage.As(await stage.AddUser("plain@example.com", Bootstrap.FirstTenant, Role.Admin));
        (await stage.Post(plain, $"/api/users/{stage.AdminId}/reset-password")).Problem(403, "platform_admins_only");
        (await stage.Put(plain, $"/api/users/{stage.AdminId}", new { is_active = false })).Problem(403, "platform_admins_only");
        (await stage.Delete(plain, $"/api/users/{stage.AdminId}")).Problem(403, "platform_admins_only");
    }

    [Fact]
    public async Task A_tenant_that_lost_its_admins_password_gets_another_admin()
    {
        var (tenant, _, _) = await NewTenant([]);
        var invited = (await stage.Post(stage.Admin, $"{Tenants}/{tenant}/admins", new { email = $"{Guid.NewGuid():N}@example.com", name = "Rescue" })).Ok(HttpStatusCode.Created);
        var pair = await Accept(invited);
        Assert.Equal((tenant, "admin"), (pair.GetProperty("user").GetProperty("tenant_id").GetString(), pair.GetProperty("user").GetProperty("role").GetString()));
        (await stage.Post(stage.Admin, $"{Tenants}/{Guid.NewGuid()}/admins", new { email = "x@example.com", name = "Rescue" })).Problem(404, "tenant_not_found");
        (await stage.Put(stage.Admin, $"{Tenants}/{Guid.NewGuid()}", new { is_active = false })).Problem(404, "tenant_not_found");
    }

    private async Task<(string Tenant, HttpClient Admin, string Email)> NewTenant(string[] features)
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        var made = (await stage.Post(stage.Admin, Tenants, new { name = "Acme", features, admin = new { email, name = "Ann" } })).Ok(HttpStatusCode.Created);
        var pair = await Accept(made);
        return (made.GetProperty("tenant").GetProperty("_id").GetString()!, stage.WithToken(pair.GetProperty("access_token").GetString()!), email);
    }

    private async Task<JsonElement> Accept(JsonElement invited) => (await stage.Post(stage.Anyone, "/api/auth/accept", new
    {
        token = invited.GetProperty("invitation").GetProperty("token").GetString(),
        password = Password,
    })).Ok();
}
