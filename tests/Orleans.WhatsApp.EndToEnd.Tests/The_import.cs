using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.EndToEnd;

/// <summary>The move from the other system: its export comes over, its people see their chats, and the next message of a contact goes on where the last one was.</summary>
public sealed class The_import : IAsyncLifetime
{
    private const string Phone = "+905551112233";
    private const string Postgres = "ConnectionStrings__Postgres";
    private const string AccountId = "acc-acme";
    private readonly string _export = Directory.CreateTempSubdirectory("orleans-whatsapp-export-").FullName;
    private Dictionary<string, string> _settings = [];

    public async Task InitializeAsync() => _settings = new()
    {
        [Postgres] = await (await PostgresServer.Get()).NewDatabase(),
        ["Jwt__SigningKey"] = "a signing key for tests, of more than thirty-two bytes",
        ["Chat__MinGracePeriod"] = "00:00:01",
    };

    public async Task DisposeAsync()
    {
        await PostgresServer.DropDatabase(_settings[Postgres]);
        Directory.Delete(_export, recursive: true);
    }

    [Fact]
    public async Task A_migrated_chat_is_there_and_goes_on_under_the_grace_period_and_the_agent()
    {
        await using var business = await Business.Open(settings: _settings, linked: false);
        var account = business.World.AddAccount("+905550000000", AccountId);
        var contact = business.World.Contact(Phone, "Ayşe");
        Export(contact.Chat(account).Id);

        // Beside a silo that runs.
        var (code, table, skipped) = await Import(_settings, _export, "--dry-run");
        Assert.True(code == 0, skipped);
        Assert.EndsWith("Dry run: nothing of this was kept.\n", table, StringComparison.Ordinal);
        Assert.DoesNotContain((await business.Get("/api/platform/tenants")).GetProperty("items").EnumerateArray(), tenant => Text(tenant, "name") == "Acme");
        (code, table, skipped) = await Import(_settings, _export);
        Assert.True(code == 0, skipped);
        Assert.Equal(Counts("tenants", 1, 1, 0, 0, 0), Line(table, "tenants"));
        Assert.Equal(Counts("whatsappchats", 3, 2, 0, 1, 0), Line(table, "whatsappchats"));
        Assert.Equal(Counts("sessions on chats", 1, 1, 0, 0, 0), Line(table, "sessions on chats"));
        Assert.Equal(Counts("whatsappmessages", 4, 4, 0, 0, 0), Line(table, "whatsappmessages"));
        Assert.Contains("whatsappchats.jsonl:3  670000000000000000000003  group_chat  ", skipped, StringComparison.Ordinal);

        using var acme = await SignInAsAcme(business);
        var chats = await acme.GetJson("/api/whatsapp/chats");
        Assert.Equal(2, chats.GetProperty("total").GetInt32());
        var ayse = chats.GetProperty("items").EnumerateArray().Single(chat => Text(chat, "contact_name") == "Ayşe");
        Assert.Equal((contact.Chat(account).Id, Phone, "ai", "idle", 3, "Thank you!"), (Text(ayse, "unipile_chat_id"), Text(ayse, "contact_phone"), Text(ayse, "mode"),
            Text(ayse, "session_status"), ayse.GetProperty("message_count").GetInt32(), Text(ayse, "last_message_preview")));
        Assert.Equal(("2024-03-01T09:00:00.000Z", "2024-03-05T10:00:30.000Z"), (Text(ayse, "createdAt"), Text(ayse, "last_message_at")));
        Assert.Equal(JsonValueKind.Null, ayse.GetProperty("taken_over_by").ValueKind);
        var bora = chats.GetProperty("items").EnumerateArray().Single(chat => Text(chat, "contact_name") == "Bora");
        Assert.Equal(("ai", "unanswered"), (Text(bora, "mode"), Text(bora, "attention")));
        var id = Text(ayse, "_id");
        Assert.Equal([("contact", "Ayşe"), ("ai", "AI"), ("contact", "Ayşe")], (await Items(acme, $"/api/whatsapp/chats/{id}/messages")).Select(message => (Text(message, "sender"), Text(message, "sender_name"))));
        var old = Assert.Single(await Items(acme, $"/api/whatsapp/chats/{id}/sessions"));
        Assert.Equal(("resolved", "timeout", 3), (Text(old, "status"), Text(old, "resolved_by"), old.GetProperty("message_count").GetInt32()));
        var stats = await acme.GetJson("/api/whatsapp/stats");
        Assert.Equal((2, 4, 0), (stats.GetProperty("totalChats").GetInt32(), stats.GetProperty("totalMessages").GetInt32(), stats.GetProperty("waitingChats").GetInt32()));

        // The account is known and runs, and is still the other system's.
        Assert.False((await acme.GetJson("/api/whatsapp/connection-status")).GetProperty("connected").GetBoolean());
        var link = await acme.PostJson("/api/whatsapp/connect", new { });
        Assert.Equal(AccountId, Text(link, "account_id"));
        await business.Eventually("the number to be connected", async () => (await acme.GetJson("/api/whatsapp/connection-status")).GetProperty("connected").GetBoolean());

        contact.Write("Me again", account);
        await business.Eventually("the grace period of the same chat", async () => Text(await acme.GetJson($"/api/whatsapp/chats/{id}"), "session_status") == "waiting");
        await business.Eventually("the agent's answer", () => Task.FromResult(contact.Received.Count > 0));
        Assert.Equal("Me again", Assert.Single(Assert.Single(business.World.Conversations).UserMessages));
        await business.World.WaitUntilIdle();
        Assert.Single(contact.Received);
        await business.Eventually("the answer among the messages", async () => (await Items(acme, $"/api/whatsapp/chats/{id}/messages")).Count == 5);
        Assert.Equal(2, (await Items(acme, $"/api/whatsapp/chats/{id}/sessions")).Count);
        Assert.Equal(2, (await acme.GetJson("/api/whatsapp/chats")).GetProperty("total").GetInt32());

        // Beside a silo that has gone on with one of the chats.
        (code, table, _) = await Import(_settings, _export);
        Assert.Equal((0, Counts("whatsappchats", 3, 0, 2, 1, 0), Counts("whatsappmessages", 4, 0, 4, 0, 0)), (code, Line(table, "whatsappchats"), Line(table, "whatsappmessages")));
        Assert.Equal(5, (await acme.GetJson($"/api/whatsapp/chats/{id}")).GetProperty("message_count").GetInt32());
    }

    [Fact]
    public async Task What_is_wrong_with_the_call_is_said_and_tells_by_the_exit_code()
    {
        Assert.Equal(2, (await Import(_settings)).Code);
        Assert.Equal(2, (await Import(_settings, _export, "--force")).Code);
        var (code, _, error) = await Import(_settings, _export);
        Assert.Equal(2, code);
        Assert.Contains("holds no collection of an export", error, StringComparison.Ordinal);

        Export("chat-1");
        (code, _, error) = await Import(new Dictionary<string, string> { [Postgres] = "Host=127.0.0.1;Port=1;Username=nobody;Database=nothing;Timeout=3" }, _export);
        Assert.Equal(1, code);
        Assert.Contains("The import broke off", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Skipped_rows_go_where_one_wants_them()
    {
        Export("chat-1");
        var report = Path.Combine(_export, "skipped.txt");
        var (code, _, error) = await Import(_settings, _export, "--report", report);
        Assert.Equal(0, code);
        Assert.DoesNotContain("group_chat", error, StringComparison.Ordinal);
        Assert.Equal(["whatsappchats.jsonl:3  670000000000000000000003  group_chat  Groups are not taken over."], await File.ReadAllLinesAsync(report));
    }

    private static async Task<HttpClient> SignInAsAcme(Business business)
    {
        var tenant = (await business.Get("/api/platform/tenants")).GetProperty("items").EnumerateArray().Single(one => Text(one, "name") == "Acme");
        var invited = await business.Post($"/api/platform/tenants/{Text(tenant, "_id")}/admins", new { email = "ann@acme.example", name = "Ann" });
        var acme = new HttpClient { BaseAddress = business.Silo.Url, Timeout = TimeSpan.FromSeconds(30) };
        await acme.PostJson("/api/auth/accept", new { token = Text(invited.GetProperty("invitation"), "token"), password = "a long enough password" });
        await acme.SignIn("ann@acme.example", "a long enough password");
        return acme;
    }

    /// <summary>A tenant with an agent, a chat of the new form under the provider's id, an old one that was waiting, and a group.</summary>
    private void Export(string providerChatId)
    {
        Write("tenants", """
            {"_id":{"$oid":"650000000000000000000001"},"name":"Acme","is_active":true,"enabled_features":["whatsapp_agent"],"settings":{"whatsapp_agent":{"unipile_account_id":"ACCOUNT","agent_id":{"$oid":"660000000000000000000001"},"grace_period_seconds":{"$numberInt":"2"}}}}
            """);
        Write("agents", """
            {"_id":{"$oid":"660000000000000000000001"},"tenant_id":{"$oid":"650000000000000000000001"},"name":"Reception","elevenlabs_agent_id":"agent_reception","is_active":true}
            """);
        Write("whatsappchats", """
            {"_id":{"$oid":"670000000000000000000001"},"tenant_id":{"$oid":"650000000000000000000001"},"unipile_chat_id":"CHAT","unipile_account_id":"ACCOUNT","contact_name":"Ayşe","contact_phone":"+905551112233","is_closed":false,"active_session_id":null,"createdAt":{"$date":"2024-03-01T09:00:00Z"}}
            {"_id":{"$oid":"670000000000000000000002"},"tenant_id":{"$oid":"650000000000000000000001"},"unipile_chat_id":"chat-bora","unipile_account_id":"ACCOUNT","contact_name":"Bora","contact_phone":"+905552223344","mode":"human","session_status":"waiting","session_started_at":{"$date":{"$numberLong":"1709720400000"}},"session_grace_deadline":{"$date":{"$numberLong":"1709720580000"}}}
            {"_id":{"$oid":"670000000000000000000003"},"tenant_id":{"$oid":"650000000000000000000001"},"unipile_chat_id":"120363041234567890@g.us","contact_name":"Football","contact_phone":""}
            """.Replace("CHAT", providerChatId, StringComparison.Ordinal));
        Write("whatsappsessions", """
            {"_id":{"$oid":"680000000000000000000001"},"chat_id":{"$oid":"670000000000000000000001"},"tenant_id":{"$oid":"650000000000000000000001"},"status":"resolved","resolved_by":"timeout","started_at":{"$date":"2024-03-05T09:55:00Z"},"resolved_at":{"$date":"2024-03-05T10:30:30Z"}}
            """);
        Write("whatsappmessages", """
            {"_id":{"$oid":"6a0000000000000000000001"},"chat_id":{"$oid":"670000000000000000000001"},"session_id":{"$oid":"680000000000000000000001"},"unipile_message_id":"m-1","sender":"contact","sender_name":"Ayşe","text":"May I come at ten?","createdAt":{"$date":"2024-03-05T09:55:00Z"}}
            {"_id":{"$oid":"6a0000000000000000000002"},"chat_id":{"$oid":"670000000000000000000001"},"session_id":{"$oid":"680000000000000000000001"},"unipile_message_id":"m-2","sender":"human","sender_name":"AI","text":"Yes, ten is free.","sent_via_unipile":true,"createdAt":{"$date":"2024-03-05T10:00:05Z"}}
            {"_id":{"$oid":"6a0000000000000000000003"},"chat_id":{"$oid":"670000000000000000000001"},"session_id":{"$oid":"680000000000000000000001"},"unipile_message_id":"m-3","sender":"contact","sender_name":"Ayşe","text":"Thank you!","createdAt":{"$date":"2024-03-05T10:00:30Z"}}
            {"_id":{"$oid":"6a0000000000000000000004"},"chat_id":{"$oid":"670000000000000000000002"},"unipile_message_id":"m-4","sender":"contact","sender_name":"Bora","text":"Hello?","createdAt":{"$date":{"$numberLong":"1709720400000"}}}
            """);
    }

    private void Write(string collection, string lines) =>
        File.WriteAllText(Path.Combine(_export, collection + ".jsonl"), lines.Replace("ACCOUNT", AccountId, StringComparison.Ordinal));

    internal static async Task<(int Code, string Table, string Lines)> Import(IReadOnlyDictionary<string, string> settings, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var part in (string[])[SiloBuild.Of(typeof(The_import).Assembly).Dll, "import", .. args]) start.ArgumentList.Add(part);
        foreach (var (name, value) in settings) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    private static async Task<IReadOnlyList<JsonElement>> Items(HttpClient http, string path) => [.. (await http.GetJson(path)).GetProperty("items").EnumerateArray()];

    /// <summary>One line of the table without its spaces.</summary>
    private static string Line(string table, string collection) =>
        string.Join(' ', table.Split('\n').Single(line => line.StartsWith(collection, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Counts(string collection, params int[] counts) =>
        $"{collection} {string.Join(' ', counts.Select(count => count.ToString(CultureInfo.InvariantCulture)))}";

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
