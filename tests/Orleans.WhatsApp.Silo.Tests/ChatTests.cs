using System.Text.Json;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Tenants;

namespace Orleans.WhatsApp.Silo;

public sealed class ChatTests(Stage stage) : IClassFixture<Stage>
{
    [Fact]
    public async Task A_person_takes_a_waiting_chat_over_and_sends()
    {
        var chat = await stage.NewChat();
        var taken = (await stage.Post(stage.Manager, $"{chat}/takeover")).Ok();
        Assert.False(taken.GetProperty("in_flight").GetBoolean());
        Assert.Equal(("human", "idle"), (taken.GetProperty("mode").GetString(), taken.GetProperty("session_status").GetString()));
        Assert.Equal("manager@example.com", taken.GetProperty("taken_over_by").GetProperty("email").GetString());

        var sent = (await stage.Post(stage.Manager, $"{chat}/send", new { text = "Good morning" })).Ok();
        Assert.Equal("human", sent.GetProperty("sender").GetString());
        Assert.Equal(sent.GetProperty("sent_by").GetProperty("_id").GetString(), sent.GetProperty("sender_name").GetString());
        Assert.True(sent.GetProperty("sent_via_unipile").GetBoolean());
        await Stage.Until("the message at the contact", () =>
            Task.FromResult(stage.Channel.Accepted.Any(one => one.Text == "Good morning")));
    }

    [Fact]
    public async Task A_message_sent_while_the_chat_waits_answers_it()
    {
        var chat = await stage.NewChat();
        (await stage.Post(stage.Admin, $"{chat}/send", new { text = "Hello!" })).Ok();
        var session = (await stage.Get(stage.Member, $"{chat}/sessions")).Ok().GetProperty("items")[0];
        Assert.Equal(("resolved", "human"), (session.GetProperty("status").GetString(), session.GetProperty("resolved_by").GetString()));
        (await stage.Post(stage.Admin, $"{chat}/send", new { text = "And?" })).Problem(409, "not_in_human_mode");
    }

    [Fact]
    public async Task Only_one_person_holds_a_chat()
    {
        var chat = await stage.ChatHeldByAdmin();
        (await stage.Post(stage.Admin, $"{chat}/takeover")).Ok();
        var refusal = (await stage.Post(stage.Manager, $"{chat}/takeover")).Problem(409, "taken_over");
        Assert.Equal(stage.AdminId, refusal["held_by"].GetProperty("_id").GetGuid());
        Assert.Equal("Admin", refusal["held_by"].GetProperty("name").GetString());
        Assert.EndsWith("Z", refusal.Text("held_since"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_people_who_take_over_in_the_same_moment_one_wins_and_the_others_hear_who()
    {
        var chat = await stage.NewChat();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => stage.Post(number % 2 == 0 ? stage.Admin : stage.Manager, $"{chat}/takeover")));
        var holder = (await stage.Get(stage.Member, chat)).Ok().GetProperty("taken_over_by").GetProperty("_id").GetGuid();
        Assert.Equal([4, 4], [.. answers.GroupBy(answer => answer.Status).Select(group => group.Count())]);
        Assert.All(answers.Where(answer => answer.Status != System.Net.HttpStatusCode.OK),
            answer => Assert.Equal(holder, answer.Problem(409, "taken_over")["held_by"].GetProperty("_id").GetGuid()));
    }

    [Fact]
    public async Task A_send_that_comes_again_under_its_id_is_the_same_send()
    {
        var chat = await stage.ChatHeldByAdmin();
        var text = $"Good morning {stage.NextId()}";
        var sends = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => stage.Post(stage.Admin, $"{chat}/send", new { text, client_message_id = "click-1" })));
        Assert.Single(sends.Select(send => send.Ok().GetProperty("_id").GetGuid()).Distinct());
        await Stage.Until("the message at the contact", () => Task.FromResult(stage.Channel.Accepted.Any(one => one.Text == text)));

        // Nor does it matter that the chat has moved on since: it was sent.
        (await stage.Post(stage.Admin, $"{chat}/close")).Ok();
        var again = (await stage.Post(stage.Admin, $"{chat}/send", new { text, client_message_id = "click-1", expected_epoch = 0 })).Ok();
        Assert.Equal(sends[0].Json.GetProperty("_id").GetGuid(), again.GetProperty("_id").GetGuid());
        Assert.Single(stage.Channel.Accepted, one => one.Text == text);
        (await stage.Post(stage.Admin, $"{chat}/send", new { text, client_message_id = "click-2" })).Problem(409, "not_in_human_mode");
        (await stage.Post(stage.Admin, $"{chat}/send", new { text, client_message_id = " " })).Problem(400, "invalid_client_message_id");
    }

    [Fact]
    public async Task A_send_that_expects_what_is_not_so_any_more_is_refused_with_who_moved_it_and_when()
    {
        var chat = await stage.NewChat();
        var seen = (await stage.Get(stage.Manager, chat)).Ok().GetProperty("epoch").GetInt64();
        (await stage.Post(stage.Admin, $"{chat}/takeover")).Ok();

        var refusal = (await stage.Post(stage.Manager, $"{chat}/send", new { text = "Hello", expected_epoch = seen })).Problem(409, "speaker_moved");
        Assert.Equal(("operator", "Admin"), (refusal.Text("moved_by"), refusal["moved_by_user"].GetProperty("name").GetString()));
        Assert.Equal(stage.AdminId, refusal["moved_by_user"].GetProperty("_id").GetGuid());
        Assert.EndsWith("Z", refusal.Text("moved_at"), StringComparison.Ordinal);
        Assert.Equal(seen + 1, refusal["epoch"].GetInt64());
        (await stage.Post(stage.Manager, $"{chat}/send", new { text = "Hello", expected_epoch = seen + 1 })).Ok();
    }

    [Fact]
    public async Task A_chat_is_released_to_an_agent_that_can_answer()
    {
        await stage.UseNoAgent();
        var chat = await stage.ChatHeldByAdmin("When do you open?");
        (await stage.Post(stage.Admin, $"{chat}/release")).Problem(409, "no_usable_agent");

        await stage.UseAgent();
        var released = (await stage.Post(stage.Admin, $"{chat}/release", new { immediate = true })).Ok();
        Assert.Equal("ai", released.GetProperty("mode").GetString());
        Assert.Equal(JsonValueKind.Null, released.GetProperty("taken_over_by").ValueKind);
        await Stage.Until("the agent's answer", () =>
            Task.FromResult(stage.Channel.Accepted.Any(one => one.Text == "Answer to When do you open?")));

        (await stage.Post(stage.Admin, $"{chat}/release")).Problem(409, "not_taken_over");
        (await stage.Post(stage.Admin, $"{chat}/send", new { text = "Hello" })).Problem(409, "not_in_human_mode");
        var messages = (await stage.Get(stage.Member, $"{chat}/messages")).Ok().GetProperty("items");
        Assert.Equal(["contact", "ai"], messages.EnumerateArray().Select(message => message.GetProperty("sender").GetString()));
        Assert.Equal("AI", messages[1].GetProperty("sender_name").GetString());
    }

    [Fact]
    public async Task A_release_may_come_without_a_body()
    {
        await stage.UseAgent();
        var chat = await stage.ChatHeldByAdmin();
        Assert.Equal("ai", (await stage.Post(stage.Admin, $"{chat}/release")).Ok().GetProperty("mode").GetString());
    }

    [Fact]
    public async Task A_closed_chat_is_reopened()
    {
        var chat = await stage.NewChat();
        var closed = (await stage.Post(stage.Admin, $"{chat}/close")).Ok();
        Assert.Equal(("closed", "idle"), (closed.GetProperty("mode").GetString(), closed.GetProperty("session_status").GetString()));
        (await stage.Post(stage.Admin, $"{chat}/takeover")).Problem(409, "no_session");
        (await stage.Post(stage.Admin, $"{chat}/release")).Problem(409, "no_session");
        Assert.Equal("ai", (await stage.Post(stage.Admin, $"{chat}/reopen")).Ok().GetProperty("mode").GetString());
    }

    [Fact]
    public async Task A_takeover_says_so_when_a_message_of_the_AI_is_already_with_the_provider()
    {
        await stage.UseAgent();
        var chat = await stage.ChatHeldByAdmin("Is it late?");
        var (isCalled, call) = (new TaskCompletionSource(), new TaskCompletionSource<SendResult>());
        stage.Channel.Next(() =>
        {
            isCalled.TrySetResult();
            return call.Task;
        });
        (await stage.Post(stage.Admin, $"{chat}/release", new { immediate = true })).Ok();
        await isCalled.Task;

        var taking = stage.Post(stage.Admin, $"{chat}/takeover");
        while (!taking.IsCompleted)
        {
            stage.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(5);
        }

        Assert.True((await taking).Ok().GetProperty("in_flight").GetBoolean());
        call.SetResult(new SendResult.Accepted("sent-late"));
    }

    [Fact]
    public async Task A_person_settles_what_was_maybe_sent()
    {
        var chat = await stage.ChatHeldByAdmin();
        stage.Channel.Next(() => Task.FromResult<SendResult>(new SendResult.Unclear("timeout")));
        var message = (await stage.Post(stage.Admin, $"{chat}/send", new { text = "Maybe" })).Ok().GetProperty("_id").GetString();
        await Stage.Until("the unclear send", async () => await DeliveryOf(chat, message!) == "unknown");

        (await stage.Post(stage.Admin, $"{chat}/messages/{message}/resolve", new { send_again = true })).Ok();
        await Stage.Until("the second send", async () => await DeliveryOf(chat, message!) == "accepted");
        (await stage.Post(stage.Admin, $"{chat}/messages/{message}/resolve", new { send_again = true })).Problem(409, "not_unclear");
    }

    [Fact]
    public async Task Chats_are_listed_by_mode_and_page()
    {
        var waiting = await stage.NewChat();
        var closed = await stage.NewChat();
        (await stage.Post(stage.Admin, $"{closed}/close")).Ok();

        Assert.Contains(Id(waiting), await Ids("mode=human&limit=100"));
        Assert.Contains(Id(closed), await Ids("mode=closed&limit=100"));
        Assert.DoesNotContain(Id(closed), await Ids("mode=ai&limit=100"));

        var all = (await stage.Get(stage.Member, "/api/whatsapp/chats")).Ok();
        Assert.Equal((1, 20), (all.GetProperty("page").GetInt32(), all.GetProperty("limit").GetInt32()));
        Assert.Equal(100, (await stage.Get(stage.Member, "/api/whatsapp/chats?limit=5000")).Ok().GetProperty("limit").GetInt32());
        Assert.Equal((1, 1), ((await stage.Get(stage.Member, "/api/whatsapp/chats?page=-3&limit=0")).Ok() is var low
            ? (low.GetProperty("page").GetInt32(), low.GetProperty("limit").GetInt32()) : default));
        Assert.Empty((await stage.Get(stage.Member, "/api/whatsapp/chats?page=1000")).Ok().GetProperty("items").EnumerateArray());
        (await stage.Get(stage.Member, "/api/whatsapp/chats?page=two")).Problem(400, "invalid_request");
        (await stage.Get(stage.Member, "/api/whatsapp/chats?mode=robot")).Problem(400, "invalid_mode");
    }

    [Fact]
    public async Task The_timeline_tells_what_was_decided()
    {
        var chat = await stage.ChatHeldByAdmin();
        var lines = (await stage.Get(stage.Member, $"{chat}/timeline")).Ok().GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(["ContactWrote", "OperatorTookOver"], lines.Select(line => line.GetProperty("cause").GetString()));
        Assert.Equal(("grace", "person"), (lines[1].GetProperty("before").GetString(), lines[1].GetProperty("after").GetString()));
        Assert.Equal(stage.AdminId.ToString(), lines[1].GetProperty("actor").GetString());
    }

    [Fact]
    public async Task The_timeline_tells_under_which_policy_it_was_decided()
    {
        await stage.UseNoAgent();
        var chat = await stage.NewChat();
        await stage.UseAgent();
        (await stage.Put(stage.Admin, "/api/whatsapp/config", new { grace_period_seconds = 60 })).Ok();
        (await stage.Post(stage.Admin, $"{chat}/takeover")).Ok();
        (await stage.Put(stage.Admin, "/api/whatsapp/config", new { grace_period_seconds = 180 })).Ok();

        var lines = (await stage.Get(stage.Member, $"{chat}/timeline")).Ok().GetProperty("items");
        var (then, later) = (lines[0].GetProperty("policy"), lines[1].GetProperty("policy"));
        Assert.Equal((180, false), (then.GetProperty("grace_period_seconds").GetInt32(), then.GetProperty("agent_is_usable").GetBoolean()));
        Assert.Equal((60, true), (later.GetProperty("grace_period_seconds").GetInt32(), later.GetProperty("agent_is_usable").GetBoolean()));
    }

    [Fact]
    public async Task Numbers_add_up()
    {
        await using var fresh = await Stage.Bare();
        (await fresh.Post(fresh.Admin, "/api/whatsapp/connect")).Ok();
        foreach (var name in (string[])["one", "two", "three"]) (await fresh.Webhook(fresh.FromContact(name))).Ok();
        await Stage.Until("three chats", async () =>
            (await fresh.Get(fresh.Admin, "/api/whatsapp/stats")).Ok().GetProperty("totalChats").GetInt32() == 3);
        (await fresh.Post(fresh.Admin, $"/api/whatsapp/chats/{fresh.ChatId("one")}/takeover")).Ok();
        (await fresh.Post(fresh.Admin, $"/api/whatsapp/chats/{fresh.ChatId("two")}/close")).Ok();
        Assert.Equal(
            """{"totalChats":3,"aiChats":0,"humanChats":2,"closedChats":1,"waitingChats":1,"totalMessages":3}""",
            (await fresh.Get(fresh.Admin, "/api/whatsapp/stats")).Body);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task An_empty_text_is_not_sent(string text) =>
        (await stage.Post(stage.Admin, $"{await stage.NewChat()}/send", new { text })).Problem(400, "empty_text");

    [Fact]
    public async Task A_text_has_its_longest()
    {
        var chat = await stage.ChatHeldByAdmin();
        (await stage.Post(stage.Admin, $"{chat}/send", new { text = new string('a', 65_537) })).Problem(400, "text_too_long");
        (await stage.Post(stage.Admin, $"{chat}/send", new { text = new string('é', 65_536) })).Ok();
        (await stage.Post(stage.Admin, $"{chat}/send", new { })).Problem(400, "empty_text");
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/messages")]
    [InlineData("GET", "/sessions")]
    [InlineData("GET", "/timeline")]
    [InlineData("POST", "/takeover")]
    [InlineData("POST", "/release")]
    [InlineData("POST", "/close")]
    [InlineData("POST", "/reopen")]
    [InlineData("POST", "/send")]
    [InlineData("POST", "/messages/33333333-3333-3333-3333-333333333333/resolve")]
    public async Task Another_tenants_chat_is_not_there(string method, string route)
    {
        var chat = await stage.NewChat();
        (await Ask(stage.Stranger, method, chat + route)).Problem(404, "chat_not_found");
        (await Ask(stage.Admin, method, $"/api/whatsapp/chats/{Guid.NewGuid()}{route}")).Problem(404, "chat_not_found");
        (await Ask(stage.Admin, method, $"/api/whatsapp/chats/not-an-id{route}")).Problem(404, "not_found");
    }

    [Fact]
    public async Task Another_tenants_lists_and_numbers_hold_nothing_of_ours()
    {
        await stage.NewChat();
        Assert.Equal(0, (await stage.Get(stage.Stranger, "/api/whatsapp/chats")).Ok().GetProperty("total").GetInt32());
        Assert.Equal(0, (await stage.Get(stage.Stranger, "/api/whatsapp/stats")).Ok().GetProperty("totalChats").GetInt32());
        var agent = await stage.UseAgent();
        Assert.Equal(0, (await stage.Get(stage.Stranger, "/api/agents")).Ok().GetProperty("total").GetInt32());
        (await stage.Get(stage.Stranger, $"/api/agents/{agent}")).Problem(404, "agent_not_found");
        (await stage.Put(stage.Stranger, $"/api/agents/{agent}", new { name = "Mine" })).Problem(404, "agent_not_found");
        (await stage.Delete(stage.Stranger, $"/api/agents/{agent}")).Problem(404, "agent_not_found");
        (await stage.Put(stage.Stranger, "/api/whatsapp/config", new { agent_id = agent })).Problem(400, "unknown_agent");
    }

    [Fact]
    public async Task A_tenant_without_the_feature_gets_nothing_here()
    {
        await stage.Tenant(Stage.OtherTenant).SetFeatures([]);
        foreach (var route in (string[])["chats", "stats", "agents", "connection-status", "blacklist"])
            (await stage.Get(stage.Stranger, $"/api/whatsapp/{route}")).Problem(403, "feature_disabled");
        await stage.Tenant(Stage.OtherTenant).SetFeatures([TenantSettings.WhatsAppAgentFeature]);
        (await stage.Get(stage.Stranger, "/api/whatsapp/stats")).Ok();
    }

    private Task<Answer> Ask(HttpClient client, string method, string path) => method == "GET"
        ? stage.Get(client, path)
        : stage.Post(client, path, BodyOf(path));

    private static object? BodyOf(string path) => path.Split('/')[^1] switch
    {
        "send" => new { text = "Hello" },
        "resolve" => new { send_again = true },
        _ => null,
    };

    private async Task<string?> DeliveryOf(string chat, string message) =>
        (await stage.Get(stage.Member, $"{chat}/messages")).Ok().GetProperty("items")
        .EnumerateArray().Single(one => one.GetProperty("_id").GetString() == message).GetProperty("delivery_status").GetString();

    private async Task<string?[]> Ids(string query) =>
        [.. (await stage.Get(stage.Member, $"/api/whatsapp/chats?{query}")).Ok().GetProperty("items").EnumerateArray()
            .Select(chat => chat.GetProperty("_id").GetString())];

    private static string Id(string path) => path.Split('/')[^1];
}
