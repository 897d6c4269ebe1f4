using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Audit;

namespace Orleans.WhatsApp.Silo.Audit;

public sealed class AuditExportTests(Stage stage) : IClassFixture<Stage>
{
    private const string Export = "/api/audit/export";
    private const string Header = "_id,at,action,outcome,finished_at,actor_id,actor_name,actor_email,by_platform,subject_kind,subject_id,detail,address";

    [Fact]
    public async Task The_trail_comes_as_comma_separated_values()
    {
        var chat = await stage.ChatHeldByAdmin();
        var id = chat.Split('/')[^1];

        var file = await stage.Get(stage.Admin, $"{Export}?subject={id}");

        Assert.Equal(HttpStatusCode.OK, file.Status);
        Assert.Equal("text/csv; charset=utf-8; header=present", file.Message.Content.Headers.ContentType!.ToString());
        Assert.Matches(@"^attachment; filename=""?audit-\d{8}T\d{6}Z\.csv""?$", file.Message.Content.Headers.ContentDisposition!.ToString());
        var lines = file.Body.Split("\r\n");
        Assert.Equal((3, Header, ""), (lines.Length, lines[0], lines[2]));
        var cells = lines[1].Split(',');
        Assert.Equal(("chat.take_over", "done", "Admin", Stage.AdminEmail, "false", "chat", id, "{}", ""), (cells[2], cells[3], cells[6], cells[7], cells[8], cells[9], cells[10], cells[11], cells[12]));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", cells[1]);
    }

    [Fact]
    public async Task What_was_asked_for_is_written_as_it_is_read()
    {
        (await stage.Post(stage.Admin, "/api/agents", new { name = "Şükrü", elevenlabs_agent_id = "x" })).Ok(HttpStatusCode.Created);
        Assert.Contains("\"{\"\"name\"\":\"\"Şükrü\"\",", (await stage.Get(stage.Admin, $"{Export}?action=agent.add")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_spreadsheet_would_run_is_only_text_and_what_divides_cells_is_quoted()
    {
        var subject = Guid.NewGuid();
        foreach (var name in (string[])["=cmd|' /C calc'!A0", "@SUM(1,2)", "-2+3", "+90", "\tx", "Ann \"A\", of\r\nSales", "Ann"]) await Write(name, subject);

        var body = (await stage.Get(stage.Admin, $"{Export}?format=csv&subject={subject}")).Body;

        foreach (var cell in (string[])[",'=cmd|' /C calc'!A0,", ",\"'@SUM(1,2)\",", ",'-2+3,", ",'+90,", ",'\tx,", ",\"Ann \"\"A\"\", of\r\nSales\",", ",Ann,"])
            Assert.Contains(cell, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_trail_comes_as_lines_of_JSON_that_are_those_of_the_list()
    {
        var chat = await stage.ChatHeldByAdmin();
        (await stage.Post(stage.Admin, $"{chat}/close")).Ok();
        var query = $"subject={chat.Split('/')[^1]}";

        var file = await stage.Get(stage.Admin, $"{Export}?format=jsonl&{query}");

        Assert.Equal("application/x-ndjson", file.Message.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith(".jsonl", file.Message.Content.Headers.ContentDisposition!.ToString().Trim('"'), StringComparison.Ordinal);
        var listed = (await stage.Get(stage.Admin, $"/api/audit?{query}")).Ok().GetProperty("items").EnumerateArray().Select(entry => entry.GetRawText());
        Assert.Equal(listed, file.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task However_long_it_is_all_of_it_comes_once_and_in_order()
    {
        var subject = Guid.NewGuid();
        for (var i = 0; i < 1_203; i++) await Write($"User {i}", subject);

        var lines = (await stage.Get(stage.Admin, $"{Export}?format=jsonl&subject={subject}")).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(Enumerable.Range(0, 1_203).Reverse().Select(i => $"User {i}"), lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("actor").GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Taking_a_copy_is_recorded_and_complete_when_the_copy_is()
    {
        Assert.Equal(HttpStatusCode.OK, (await stage.Get(stage.Admin, $"{Export}?action=nothing")).Status);
        var entry = (await stage.Get(stage.Admin, "/api/audit?action=audit.export&limit=1")).Ok().GetProperty("items")[0];
        Assert.Equal("done", entry.GetProperty("outcome").GetString());

        (await stage.Get(stage.Admin, $"{Export}?format=xlsx")).Problem(400, "invalid_format");
        Assert.Equal("invalid_format", (await stage.Get(stage.Admin, "/api/audit?action=audit.export&limit=1")).Ok().GetProperty("items")[0].GetProperty("outcome").GetString());
        stage.Audit.BeforeBegin = () => throw new IOException("The disk is full.");
        (await stage.Get(stage.Admin, Export)).Problem(503, "unavailable");
        stage.Audit.BeforeBegin = () => Task.CompletedTask;
    }

    [Fact]
    public async Task Another_tenants_admin_gets_a_copy_of_his_own()
    {
        var chat = await stage.ChatHeldByAdmin();
        Assert.Equal(Header + "\r\n", (await stage.Get(stage.Stranger, $"{Export}?subject={chat.Split('/')[^1]}")).Body);
    }

    private async Task Write(string name, Guid subject)
    {
        var user = new User(new(Guid.NewGuid()), Bootstrap.FirstTenant, $"{Guid.NewGuid():N}@example.com", name, Role.Member, "", true, stage.Clock.GetUtcNow());
        await stage.Services.GetRequiredService<IUserStore>().Create(user);
        await stage.Services.GetRequiredService<IAuditTrail>().Begin(new AuditEntry(Guid.NewGuid(), "chat.close", user.Id, stage.Clock.GetUtcNow())
        {
            Tenant = Bootstrap.FirstTenant, SubjectKind = "chat", SubjectId = subject,
        });
    }
}
