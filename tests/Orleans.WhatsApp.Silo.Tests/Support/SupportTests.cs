using System.Net;
using System.Text.Json;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Silo.SignIn;

namespace Orleans.WhatsApp.Silo.Support;

public sealed class SupportTests : IAsyncLifetime
{
    private static readonly string OfTenant = $"/api/platform/tenants/{Bootstrap.FirstTenant}/support";
    private Stage _stage = null!;

    public async Task InitializeAsync() => _stage = await Stage.With(("Channels:AllowLiveSend", "true"));

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task Live_sessions_are_listed_with_what_they_wait_for_the_longest_first()
    {
        var waiting = await _stage.NewChat("one");
        _stage.Clock.Advance(TimeSpan.FromSeconds(5));
        var held = await _stage.ChatHeldByAdmin("two");
        (await _stage.Post(_stage.Admin, $"{await _stage.NewChat("three")}/close")).Ok();

        var page = (await _stage.Get(_stage.Admin, "/api/support/sessions")).Ok();

        Assert.Equal(2, page.GetProperty("total").GetInt32());
        var (first, second) = (page.GetProperty("items")[0], page.GetProperty("items")[1]);
        Assert.Equal((Id(waiting), "grace", "waiting", "Ayşe"), (
            Text(first, "chat_id"), Text(first, "phase"), Text(first, "status"), Text(first, "contact_name")));
        Assert.Equal(("grace_ends", (await _stage.Get(_stage.Admin, waiting)).Text("session_grace_deadline")), (
            Text(first.GetProperty("deadlines")[0], "kind"), Text(first.GetProperty("deadlines")[0], "at")));
        Assert.Equal((Id(held), "person", "active", _stage.AdminId), (Text(second, "chat_id"), Text(second, "phase"), Text(second, "status"), second.GetProperty("taken_over_by").GetGuid()));
        Assert.Equal("inactive", Text(second.GetProperty("deadlines")[0], "kind"));
        Assert.False(second.GetProperty("has_conversation").GetBoolean());
        Assert.Equal(
            "chat_id session_id contact_name phase status started_at taken_over_by taken_over_at deadlines has_conversation open_sends attention epoch",
            string.Join(' ', first.EnumerateObject().Select(member => member.Name)));

        var one = (await _stage.Get(_stage.Admin, "/api/support/sessions?limit=1")).Ok();
        var next = (await _stage.Get(_stage.Admin, $"/api/support/sessions?limit=1&cursor={Text(one, "next_cursor")}")).Ok();
        Assert.Equal((Id(waiting), Id(held)), (Text(one.GetProperty("items")[0], "chat_id"), Text(next.GetProperty("items")[0], "chat_id")));
        Assert.Empty((await _stage.Get(_stage.Stranger, "/api/support/sessions")).Ok().GetProperty("items").EnumerateArray());
        (await _stage.Get(_stage.Manager, "/api/support/sessions")).Problem(403, "forbidden");
    }

    [Fact]
    public async Task A_conversation_with_the_agent_shows()
    {
        await _stage.UseAgent();
        var chat = await _stage.NewChat();
        _stage.Clock.Advance(TimeSpan.FromMinutes(4));
        await Stage.Until("the conversation", async () =>
            (await _stage.Get(_stage.Admin, "/api/support/sessions")).Ok().GetProperty("items")[0] is var session
            && Text(session, "chat_id") == Id(chat) && session.GetProperty("has_conversation").GetBoolean());
    }

    [Fact]
    public async Task A_session_is_reset_and_who_did_it_is_recorded()
    {
        var chat = await _stage.ChatHeldByAdmin();
        (await _stage.Post(_stage.Stranger, Reset(chat))).Problem(404, "chat_not_found");
        (await _stage.Post(_stage.Manager, Reset(chat))).Problem(403, "forbidden");

        (await _stage.Post(_stage.Admin, Reset(chat))).Ok(HttpStatusCode.NoContent);

        Assert.Equal("ai", (await _stage.Get(_stage.Admin, chat)).Text("mode"));
        var session = (await _stage.Get(_stage.Admin, $"{chat}/sessions")).Ok().GetProperty("items")[0];
        Assert.Equal(("resolved", "manual"), (Text(session, "status"), Text(session, "resolved_by")));
        (await _stage.Post(_stage.Admin, Reset(chat))).Problem(409, "no_session");
        Assert.Equal(["support.reset_session no_session", "support.reset_session done", "chat.take_over done"], await Trail(chat));
    }

    [Fact]
    public async Task Above_the_tenants_the_same_is_done_without_seeing_anybody()
    {
        var chat = await _stage.NewChat("a secret word");
        var answer = await _stage.Get(_stage.Admin, $"{OfTenant}/sessions");
        var session = answer.Ok().GetProperty("items")[0];
        Assert.Equal((Id(chat), JsonValueKind.Null), (Text(session, "chat_id"), session.GetProperty("contact_name").ValueKind));
        foreach (var inside in (string[])["Ayşe", "5551112233", "secret"]) Assert.DoesNotContain(inside, answer.Body, StringComparison.Ordinal);

        (await _stage.Post(_stage.Stranger, $"{OfTenant}/chats/{Id(chat)}/reset-session")).Problem(403, "forbidden");
        (await _stage.Post(_stage.Admin, $"/api/platform/tenants/{Stage.OtherTenant}/support/chats/{Id(chat)}/reset-session")).Problem(404, "chat_not_found");
        (await _stage.Post(_stage.Admin, $"/api/platform/tenants/{Guid.NewGuid()}/support/chats/{Id(chat)}/reset-session")).Problem(404, "tenant_not_found");
        (await _stage.Post(_stage.Admin, $"{OfTenant}/chats/{Id(chat)}/reset-session")).Ok(HttpStatusCode.NoContent);

        var entry = (await _stage.Get(_stage.Admin, $"/api/audit?subject={Id(chat)}")).Ok().GetProperty("items")[0];
        Assert.Equal(("support.reset_session", true), (Text(entry, "action"), entry.GetProperty("by_platform").GetBoolean()));
        Assert.Equal(entry.GetProperty("_id").GetString(), (await _stage.Get(_stage.Admin, $"/api/platform/audit?subject={Id(chat)}")).Ok().GetProperty("items")[0].GetProperty("_id").GetString());
    }

    [Fact]
    public async Task A_test_message_begins_a_chat_that_waits_for_nobody()
    {
        var sent = (await _stage.Post(_stage.Admin, "/api/support/test-messages", new { to = "0090 555 777 66 55", text = "Is this on?" })).Ok();

        Assert.Equal("accepted", Text(sent, "status"));
        Assert.Equal([("+905557776655", "Is this on?")], _stage.Channel.Begun);
        var chat = $"/api/whatsapp/chats/{Text(sent, "chat_id")}";
        Assert.Equal(("+905557776655", "idle", "ai", false), (
            (await _stage.Get(_stage.Admin, chat)).Text("contact_phone"), (await _stage.Get(_stage.Admin, chat)).Text("session_status"), (await _stage.Get(_stage.Admin, chat)).Text("mode"),
            (await _stage.Get(_stage.Admin, chat))["needs_attention"].GetBoolean()));
        var message = Assert.Single((await _stage.Get(_stage.Admin, $"{chat}/messages")).Ok().GetProperty("items").EnumerateArray());
        Assert.Equal((Text(sent, "message_id"), "accepted", true, "human"), (
            Text(message, "_id"), Text(message, "delivery_status"), message.GetProperty("sent_via_unipile").GetBoolean(), Text(message, "sender")));

        var entry = (await _stage.Get(_stage.Admin, "/api/audit?action=support")).Ok().GetProperty("items")[0];
        Assert.Equal(("support.test_message", "done", """{"to":"…6655"}"""), (Text(entry, "action"), Text(entry, "outcome"), entry.GetProperty("detail").GetRawText()));
        Assert.Equal(Text(sent, "chat_id"), Text(entry.GetProperty("subject"), "_id"));
        Assert.DoesNotContain("Is this on?", (await _stage.Get(_stage.Admin, "/api/audit?limit=200")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task To_a_contact_who_is_known_it_goes_through_the_chat_and_its_echo_is_nobodys()
    {
        var chat = await _stage.NewChat();
        var sent = (await _stage.Post(_stage.Admin, $"{OfTenant}/test-messages", new { to = "+905551112233", text = "Is this on?" })).Ok();
        Assert.Equal((Id(chat), "queued"), (Text(sent, "chat_id"), Text(sent, "status")));
        await Stage.Until("the message at the provider", () => Task.FromResult(_stage.Channel.Accepted.Count == 1));
        await Stage.Until("its outcome", async () => Text((await _stage.Get(_stage.Admin, $"{chat}/messages")).Ok().GetProperty("items")[1], "delivery_status") == "accepted");
        (await _stage.Webhook(new FakeBody("own", Stage.Account, _stage.Channel.Accepted[0].Chat, "sent-1", "Is this on?", "+905551112233"))).Ok();
        (await _stage.Webhook(_stage.FromContact(_stage.Channel.Accepted[0].Chat, "Yes"))).Ok();

        await Stage.Until("the contact's answer", async () => (await _stage.Get(_stage.Admin, $"{chat}/messages")).Ok().GetProperty("total").GetInt32() == 3);
        Assert.Equal("waiting", (await _stage.Get(_stage.Admin, chat)).Text("session_status"));
        Assert.Empty(_stage.Channel.Begun);
    }

    [Fact]
    public async Task What_cannot_be_sent_is_refused_before_anything_is_tried()
    {
        foreach (var to in (string[])["", "5551112233445566", "0555 111 22 33", "+90 555 CALL ME", "12345"]) await Refused(400, "invalid_phone", to: to);
        await Refused(400, "empty_text", text: " ");
        await Refused(400, "text_too_long", text: new string('a', 65_537));
        await Refused(400, "invalid_text", text: "a\u0007b");
        _stage.Channel.Next(() => Task.FromResult<SendResult>(new SendResult.Refused("invalid_recipient")));
        Assert.Equal("invalid_recipient", (await Send()).Problem(502, "provider_failed").Text("provider_code"));
        _stage.Channel.Next(() => Task.FromResult<SendResult>(new SendResult.Unclear("timeout")));
        (await Send()).Problem(502, "send_unclear");
        Assert.Equal(2, _stage.Channel.Begun.Count);

        (await _stage.Post(_stage.Admin, "/api/whatsapp/disconnect")).Ok();
        await Refused(409, "not_connected");
        await _stage.Tenant(Bootstrap.FirstTenant).SetFeatures([]);
        (await _stage.Post(_stage.Admin, $"{OfTenant}/test-messages", new { to = "+905557776655", text = "Hi" })).Problem(403, "feature_disabled");
        Assert.Equal(2, _stage.Channel.Begun.Count);

        async Task Refused(int status, string code, string to = "+905557776655", string text = "Hi") => (await Send(to, text)).Problem(status, code);

        Task<Answer> Send(string to = "+905557776655", string text = "Hi") => _stage.Post(_stage.Admin, "/api/support/test-messages", new { to, text });
    }

    [Fact]
    public async Task Where_nobody_has_allowed_it_no_test_message_is_sent()
    {
        await using var silo = await Stage.Bare();
        (await silo.Post(silo.Admin, "/api/whatsapp/connect")).Ok();
        (await silo.Post(silo.Admin, "/api/support/test-messages", new { to = "+905557776655", text = "Hi" })).Problem(409, "live_send_off");
        Assert.Empty(silo.Channel.Begun);
        Assert.Equal("live_send_off", Text((await silo.Get(silo.Admin, "/api/audit?action=support")).Ok().GetProperty("items")[0], "outcome"));
    }

    private async Task<string[]> Trail(string chat) =>
        [.. (await _stage.Get(_stage.Admin, $"/api/audit?subject={Id(chat)}")).Ok().GetProperty("items").EnumerateArray().Select(entry => $"{Text(entry, "action")} {Text(entry, "outcome")}")];

    private static string Reset(string chat) => $"/api/support/chats/{Id(chat)}/reset-session";

    private static string Id(string chat) => chat.Split('/')[^1];

    private static string Text(JsonElement json, string member) => json.GetProperty(member).GetString()!;
}
