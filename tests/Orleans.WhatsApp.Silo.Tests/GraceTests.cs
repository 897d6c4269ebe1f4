using System.Text.Json;

namespace Orleans.WhatsApp.Silo;

public sealed class GraceTests(Stage stage) : IClassFixture<Stage>
{
    [Fact]
    public async Task A_manager_lets_the_AI_answer_at_once()
    {
        await stage.UseAgent();
        var chat = await stage.NewChat("Is anybody there?");
        var seen = (await stage.Get(stage.Member, chat)).Ok().GetProperty("epoch").GetInt64();
        var answered = (await stage.Post(stage.Manager, $"{chat}/answer-now", new { expected_epoch = seen })).Ok();
        Assert.Equal(("ai", "idle", seen + 1),
            (answered.GetProperty("mode").GetString(), answered.GetProperty("session_status").GetString(), answered.GetProperty("epoch").GetInt64()));
        await Stage.Until("the agent's answer", () => Task.FromResult(stage.Channel.Accepted.Any(one => one.Text == "Answer to Is anybody there?")));

        var late = (await stage.Post(stage.Admin, $"{chat}/answer-now", new { expected_epoch = seen })).Problem(409, "speaker_moved");
        Assert.Equal(("operator", "The Manager"), (late.Text("moved_by"), late["moved_by_user"].GetProperty("name").GetString()));
        (await stage.Post(stage.Admin, $"{chat}/answer-now")).Problem(409, "not_waiting");
        (await stage.Post(stage.Admin, $"{chat}/extend-grace")).Problem(409, "not_waiting");
    }

    [Fact]
    public async Task Without_an_agent_that_could_answer_the_chat_goes_on_waiting()
    {
        await stage.UseNoAgent();
        var chat = await stage.NewChat();
        var before = (await stage.Get(stage.Member, chat)).Ok();
        (await stage.Post(stage.Manager, $"{chat}/answer-now", new { })).Problem(409, "no_usable_agent");
        Assert.Equal(before.ToString(), (await stage.Get(stage.Member, chat)).Ok().ToString());
    }

    [Fact]
    public async Task A_manager_gives_people_longer()
    {
        var chat = await stage.NewChat();
        var end = Deadline((await stage.Get(stage.Member, chat)).Ok());
        Assert.Equal(end.AddSeconds(120), Deadline((await stage.Post(stage.Manager, $"{chat}/extend-grace")).Ok()));
        Assert.Equal(end.AddSeconds(720), Deadline((await stage.Post(stage.Manager, $"{chat}/extend-grace", new { seconds = 600 })).Ok()));
        Assert.Equal(end.AddSeconds(720), (await stage.Get(stage.Member, $"{chat}/sessions")).Ok().GetProperty("items")[0].GetProperty("grace_deadline").GetDateTimeOffset());

        var line = (await stage.Get(stage.Member, $"{chat}/timeline")).Ok().GetProperty("items").EnumerateArray().Last();
        Assert.Equal(("O34", "600_seconds"), (line.GetProperty("rule").GetString(), line.GetProperty("detail").GetString()));
        for (var i = 0; i < 23; i++) (await stage.Post(stage.Manager, $"{chat}/extend-grace", new { seconds = 3_600 })).Ok();
        (await stage.Post(stage.Manager, $"{chat}/extend-grace", new { seconds = 3_600 })).Problem(409, "grace_too_long");
    }

    [Theory, InlineData(29), InlineData(3_601), InlineData(0), InlineData(-120)]
    public async Task By_half_a_minute_to_an_hour_at_a_time(int seconds) =>
        (await stage.Post(stage.Manager, $"{await stage.NewChat()}/extend-grace", new { seconds })).Problem(400, "invalid_seconds");

    private static DateTimeOffset Deadline(JsonElement chat) => chat.GetProperty("session_grace_deadline").GetDateTimeOffset();
}
