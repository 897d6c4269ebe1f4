using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Audit;

namespace Orleans.WhatsApp.Silo.Audit;

public sealed class AuditTests(Stage stage) : IClassFixture<Stage>
{
    private const string Trail = "/api/audit";

    [Fact]
    public async Task A_takeover_says_who_what_and_when()
    {
        var chat = await stage.NewChat();
        (await stage.Post(stage.Admin, $"{chat}/takeover")).Ok();

        var entry = await Newest("chat.take_over");
        Assert.Equal(("chat.take_over", "done", false), (entry.GetProperty("action").GetString(), entry.GetProperty("outcome").GetString(), entry.GetProperty("by_platform").GetBoolean()));
        Assert.Equal(("Admin", Stage.AdminEmail, stage.AdminId), (
            entry.GetProperty("actor").GetProperty("name").GetString(), entry.GetProperty("actor").GetProperty("email").GetString(), entry.GetProperty("actor").GetProperty("_id").GetGuid()));
        Assert.Equal(("chat", chat.Split('/')[^1]), (entry.GetProperty("subject").GetProperty("kind").GetString(), entry.GetProperty("subject").GetProperty("_id").GetString()));
        Assert.Equal(Bootstrap.FirstTenant.Value, entry.GetProperty("tenant_id").GetGuid());
        Assert.Equal(stage.Clock.GetUtcNow(), entry.GetProperty("at").GetDateTimeOffset(), TimeSpan.FromSeconds(1));
        Assert.Equal(stage.Clock.GetUtcNow(), entry.GetProperty("finished_at").GetDateTimeOffset(), TimeSpan.FromSeconds(1));
        Assert.Equal(JsonValueKind.Null, entry.GetProperty("address").ValueKind);
    }

    [Fact]
    public async Task What_was_refused_says_why()
    {
        var chat = await stage.NewChat();
        (await stage.Post(stage.Manager, $"{chat}/release")).Problem(409, "not_taken_over");
        Assert.Equal("not_taken_over", (await Newest("chat.release")).GetProperty("outcome").GetString());
        (await stage.Post(stage.Manager, $"/api/whatsapp/chats/{Guid.NewGuid()}/close")).Problem(404, "chat_not_found");
        Assert.Equal("chat_not_found", (await Newest("chat.close")).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task What_has_changed_is_in_the_detail_and_no_more_of_a_number_than_its_end()
    {
        var invited = (await stage.Post(stage.Admin, "/api/users", new { email = "detail@example.com", name = "Dora", role = "member" })).Ok(HttpStatusCode.Created);
        var user = invited.GetProperty("user").GetProperty("_id").GetString();
        await Leaves("user.invite", """{"email":"detail@example.com","role":"member"}""", user);
        (await stage.Put(stage.Admin, $"/api/users/{user}", new { role = "manager", is_active = false })).Ok();
        await Leaves("user.change", """{"role":"manager","is_active":false}""", user);

        var agent = (await stage.Post(stage.Admin, "/api/agents", new { name = "Robin", elevenlabs_agent_id = "agent_7" })).Ok(HttpStatusCode.Created).GetProperty("_id").GetString();
        await Leaves("agent.add", """{"name":"Robin","elevenlabs_agent_id":"agent_7","is_active":true}""", agent);
        (await stage.Put(stage.Admin, "/api/whatsapp/config", new { agent_id = agent, grace_period_seconds = 90 })).Ok();
        await Leaves("config.change", $$"""{"agent_id":"{{agent}}","grace_period_seconds":90}""");
        (await stage.Put(stage.Admin, "/api/whatsapp/config", new { agent_id = (Guid?)null })).Ok();
        await Leaves("config.change", """{"agent_id":"none"}""");
        (await stage.Put(stage.Admin, "/api/whatsapp/config", new { })).Ok();
        await Leaves("config.change", "{}");

        (await stage.Post(stage.Manager, "/api/whatsapp/blacklist", new { phone = "+90 555 111 42 42" })).Ok();
        await Leaves("blacklist.add", """{"phone":"…4242"}""");
        (await stage.Delete(stage.Manager, "/api/whatsapp/blacklist/905551114242")).Ok();
        await Leaves("blacklist.remove", """{"phone":"…4242"}""");
        (await stage.Post(stage.Admin, "/api/whatsapp/register-webhook", new { url = "https://hooks.example.com/in?token=secret" })).Ok();
        await Leaves("connection.register_webhook", """{"provider":"unipile","host":"hooks.example.com"}""");

        var chat = await stage.ChatHeldByAdmin();
        (await stage.Post(stage.Admin, $"{chat}/send", new { text = "A secret word" })).Ok();
        await Leaves("chat.send", "{}", chat.Split('/')[^1]);
        var message = Guid.NewGuid();
        (await stage.Post(stage.Admin, $"{chat}/messages/{message}/resolve", new { send_again = true })).Problem(409, "not_unclear");
        await Leaves("chat.resolve_message", $$"""{"send_again":true,"message_id":"{{message}}"}""", chat.Split('/')[^1]);

        var all = (await stage.Get(stage.Admin, $"{Trail}?limit=200")).Body;
        foreach (var secret in (string[])["A secret word", "token=secret", "5551114242", "555 111"]) Assert.DoesNotContain(secret, all, StringComparison.Ordinal);

        async Task Leaves(string action, string detail, string? subject = null)
        {
            var entry = await Newest(action);
            Assert.Equal(detail, entry.GetProperty("detail").GetRawText());
            if (subject is not null) Assert.Equal(subject, entry.GetProperty("subject").GetProperty("_id").GetString());
        }
    }

    [Fact]
    public async Task The_list_is_filtered_and_walked_by_its_cursor()
    {
        var (one, other) = (await stage.ChatHeldByAdmin(), await stage.NewChat());
        (await stage.Post(stage.Manager, $"{one}/takeover")).Problem(409, "taken_over");
        (await stage.Post(stage.Manager, $"{other}/close")).Ok();
        var (chat, manager) = (one.Split('/')[^1], (await stage.Services.GetRequiredService<IUserStore>().ByEmail("manager@example.com"))!.Id);
        stage.Clock.Advance(TimeSpan.FromSeconds(10));
        var later = stage.Clock.GetUtcNow();
        (await stage.Post(stage.Manager, $"{other}/reopen")).Ok();

        Assert.Equal(["chat.take_over", "chat.take_over"], await Actions($"subject={chat}"));
        Assert.Equal(["chat.take_over"], await Actions($"subject={chat}&outcome=taken_over"));
        Assert.Equal(["chat.take_over"], await Actions($"subject={chat}&actor={manager}"));
        Assert.Equal(["chat.reopen"], await Actions($"action=chat.reopen&from={later.UtcDateTime:O}"));
        Assert.Equal(["chat.close"], await Actions($"subject={other.Split('/')[^1]}&to={later.UtcDateTime:O}"));
        Assert.Empty(await Actions("action=chat.close&outcome=begun"));
        Assert.Empty(await Actions("action=cha"));

        var whole = await Ids("action=chat&limit=100");
        var walked = new List<string>();
        var cursor = "";
        do
        {
            var page = (await stage.Get(stage.Admin, $"{Trail}?action=chat&limit=2{cursor}")).Ok();
            Assert.Equal(whole.Length, page.GetProperty("total").GetInt32());
            walked.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("_id").GetString()!));
            cursor = page.GetProperty("next_cursor").GetString() is { } next ? $"&cursor={next}" : "";
        }
        while (cursor.Length > 0);
        Assert.Equal(whole, walked);

        (await stage.Get(stage.Admin, $"{Trail}?from=yesterday")).Problem(400, "invalid_request");
        (await stage.Get(stage.Admin, $"{Trail}?actor=ann")).Problem(400, "invalid_request");
        (await stage.Get(stage.Admin, $"{Trail}?cursor=x")).Problem(400, "invalid_cursor");
    }

    [Fact]
    public async Task Another_tenants_admin_sees_nothing_of_it_and_managers_see_none_at_all()
    {
        var chat = await stage.NewChat();
        (await stage.Post(stage.Stranger, $"{chat}/takeover")).Problem(404, "chat_not_found");

        var strangers = (await stage.Get(stage.Stranger, Trail)).Ok().GetProperty("items").EnumerateArray().ToArray();
        Assert.NotEmpty(strangers);
        Assert.All(strangers, entry => Assert.Equal("stranger@example.com", entry.GetProperty("actor").GetProperty("email").GetString()));
        Assert.DoesNotContain(await Ids("limit=200"), id => strangers.Any(entry => entry.GetProperty("_id").GetString() == id));
        (await stage.Get(stage.Manager, Trail)).Problem(403, "forbidden");
        (await stage.Get(stage.Manager, $"{Trail}/export")).Problem(403, "forbidden");
    }

    [Fact]
    public async Task The_platforms_acts_are_in_its_own_list_and_in_that_of_the_tenant_they_concern()
    {
        var made = (await stage.Post(stage.Admin, "/api/platform/tenants", new { name = "Seen", admin = new { email = "seen@example.com", name = "Sue" }, features = new[] { "whatsapp_agent" } }))
            .Ok(HttpStatusCode.Created).GetProperty("tenant").GetProperty("_id").GetString();
        (await stage.Put(stage.Admin, $"/api/platform/tenants/{made}", new { is_active = false })).Ok();
        (await stage.Put(stage.Admin, $"/api/platform/tenants/{made}", new { is_active = true })).Ok();
        (await stage.Put(stage.Admin, $"/api/platform/tenants/{made}", new { name = "Seen again" })).Ok();
        await Tell(made!, "chat.close");

        var platforms = (await stage.Get(stage.Admin, "/api/platform/audit?action=tenant")).Ok().GetProperty("items").EnumerateArray()
            .Where(entry => entry.GetProperty("tenant_id").GetString() == made).ToArray();
        Assert.Equal(["tenant.change", "tenant.resume", "tenant.suspend", "tenant.add"], platforms.Select(entry => entry.GetProperty("action").GetString()));
        Assert.Equal("""{"name":"Seen","admin":"seen@example.com","features":["whatsapp_agent"]}""", platforms[^1].GetProperty("detail").GetRawText());
        Assert.Equal(made, platforms[^1].GetProperty("subject").GetProperty("_id").GetString());
        Assert.All((await stage.Get(stage.Admin, "/api/platform/audit?limit=200")).Ok().GetProperty("items").EnumerateArray(), entry => Assert.True(entry.GetProperty("by_platform").GetBoolean()));

        var sue = await stage.As("seen@example.com");
        var seen = (await stage.Get(sue, Trail)).Ok().GetProperty("items").EnumerateArray().Select(entry => entry.GetProperty("action").GetString());
        Assert.Equal(["chat.close", "tenant.change", "tenant.resume", "tenant.suspend", "tenant.add"], seen);
        Assert.DoesNotContain("tenant.add", await Actions("limit=200"));
        (await stage.Get(sue, "/api/platform/audit")).Problem(403, "forbidden");

        Task Tell(string tenant, string action) => stage.Services.GetRequiredService<IAuditTrail>().Begin(
            new AuditEntry(Guid.NewGuid(), action, new(Guid.NewGuid()), stage.Clock.GetUtcNow()) { Tenant = new TenantId(Guid.Parse(tenant)) });
    }

    [Fact]
    public async Task What_cannot_be_recorded_is_not_done()
    {
        var chat = await stage.NewChat();
        stage.Audit.BeforeBegin = () => throw new IOException("The disk is full.");
        try
        {
            (await stage.Post(stage.Admin, $"{chat}/takeover")).Problem(503, "unavailable");
        }
        finally
        {
            stage.Audit.BeforeBegin = () => Task.CompletedTask;
        }

        Assert.Equal(JsonValueKind.Null, (await stage.Get(stage.Admin, chat)).Ok().GetProperty("taken_over_by").ValueKind);
        Assert.Empty(await Actions($"subject={chat.Split('/')[^1]}"));
    }

    [Fact]
    public async Task What_was_done_and_could_not_be_completed_is_done_and_stays_begun()
    {
        var chat = await stage.NewChat();
        stage.Audit.BeforeEnd = () => throw new IOException("The disk is full.");
        try
        {
            (await stage.Post(stage.Admin, $"{chat}/takeover")).Ok();
        }
        finally
        {
            stage.Audit.BeforeEnd = () => Task.CompletedTask;
        }

        var entry = (await stage.Get(stage.Admin, $"{Trail}?subject={chat.Split('/')[^1]}")).Ok().GetProperty("items")[0];
        Assert.Equal(("begun", JsonValueKind.Null), (entry.GetProperty("outcome").GetString(), entry.GetProperty("finished_at").ValueKind));
    }

    /// <summary>What a process that dies now leaves behind.</summary>
    [Fact]
    public async Task While_an_action_is_under_way_its_entry_says_begun()
    {
        var gate = new TaskCompletionSource();
        stage.Channel.BeforeConnect = () => gate.Task;
        try
        {
            var connecting = stage.Post(stage.Admin, "/api/whatsapp/connect");
            await Stage.Until("the entry", async () => (await Newest("connection.connect")).GetProperty("outcome").GetString() == "begun");
            Assert.False(connecting.IsCompleted);
            gate.SetResult();
            (await connecting).Ok();
        }
        finally
        {
            stage.Channel.BeforeConnect = () => Task.CompletedTask;
        }

        Assert.Equal("done", (await Newest("connection.connect")).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Old_entries_go_with_the_storages_housework()
    {
        await using var silo = await Stage.Bare(("Audit:KeepFor", "3.00:00:00"));
        (await silo.Put(silo.Admin, "/api/whatsapp/config", new { grace_period_seconds = 60 })).Ok();
        silo.Clock.Advance(TimeSpan.FromDays(2));
        (await silo.Put(silo.Admin, "/api/whatsapp/config", new { grace_period_seconds = 90 })).Ok();
        silo.Clock.Advance(TimeSpan.FromDays(2));

        var trail = silo.Services.GetRequiredService<IAuditTrail>();
        await Stage.Until("the older entry to go", async () =>
        {
            silo.Clock.Advance(TimeSpan.FromMinutes(10));
            return (await trail.Of(Bootstrap.FirstTenant, new(Action: "config"), new(1, 10))).Total == 1;
        });
        Assert.Equal("""{"grace_period_seconds":90}""", (await trail.Of(Bootstrap.FirstTenant, new(Action: "config"), new(1, 10))).Items[0].Detail);
    }

    private async Task<JsonElement> Newest(string action) => (await stage.Get(stage.Admin, $"{Trail}?action={action}&limit=1")).Ok().GetProperty("items")[0];

    private async Task<string[]> Actions(string query) => Of((await stage.Get(stage.Admin, $"{Trail}?{query}")).Ok(), "action");

    private async Task<string[]> Ids(string query) => Of((await stage.Get(stage.Admin, $"{Trail}?{query}")).Ok(), "_id");

    private static string[] Of(JsonElement page, string member) => [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty(member).GetString()!)];
}
