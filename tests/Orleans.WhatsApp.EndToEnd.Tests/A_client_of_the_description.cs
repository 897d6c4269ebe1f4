using System.Text.Json;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.EndToEnd;

/// <summary>Whoever reads nothing but <c>/openapi/v1.json</c> can do all that a dashboard does.</summary>
public sealed class A_client_of_the_description
{
    private const string Owner = "owner@example.com";
    private const string Password = "correct horse battery staple";

    /// <summary>Of those that the day below has no place for, and why.</summary>
    private static readonly string[] Elsewhere =
    [
        "ReceiveUnipileWebhook", "ReceiveMetaWebhook", "VerifyMetaWebhook", "ReceiveWappiWebhook", // the providers', not a client's
        "WatchEvents", // a stream; followed below, outside the client
    ];

    [Fact]
    public async Task A_day_at_a_business_from_the_first_sign_in_to_the_last_sign_out()
    {
        await using var business = await Business.Open(linked: false);
        var gateway = await DescribedGateway.Open(business.Http.BaseAddress!);

        foreach (var open in (string[])["Live", "Ready", "Health", "Stats", "Metrics", "GetInfo"]) await gateway.Call(open);
        Assert.Equal("invalid_credentials", await gateway.Refused("Login", new { email = Owner, password = "wrong" }));
        var owner = await SignIn(gateway, Owner, Password);
        Assert.Equal(Owner, (await gateway.Call("Me")).GetProperty("email").GetString());

        await SetUp(gateway);
        var contact = business.World.Contact("+905551112233", "Ayşe");
        contact.Write("Are you open tomorrow?");
        using (var stream = await LiveStream.Open(business.Http, path: $"/api/events?ticket={(await gateway.Call("MakeEventTicket")).GetProperty("ticket").GetString()}"))
            Assert.Equal("hello", (await stream.Next())!.Kind);

        JsonElement chat = default;
        await business.Eventually("a chat", async () => (await gateway.Call("ListChats", null, ("mode", "waiting"), ("q", "ayse"), ("limit", 10))).GetProperty("items") is var found
            && found.GetArrayLength() == 1 && (chat = found[0]).ValueKind == JsonValueKind.Object);
        await Answer(business, gateway, chat.GetProperty("_id").GetGuid());
        Assert.Equal(1, (await gateway.Call("GetStats")).GetProperty("totalChats").GetInt64());

        await Support(business, gateway);
        await People(gateway);
        await Platform(gateway);
        await LookBack(gateway);
        await Leave(gateway, owner);
        Assert.Empty(gateway.Operations.Except(gateway.Called).Except(Elsewhere));
    }

    private static async Task SetUp(DescribedGateway gateway)
    {
        var agent = (await gateway.Call("AddAgent", new { name = "Reception", elevenlabs_agent_id = "agent_reception" })).GetProperty("_id").GetGuid();
        Assert.Equal("Front desk", (await gateway.Call("ChangeAgent", new { name = "Front desk" }, ("agentId", agent))).GetProperty("name").GetString());
        Assert.Equal("Front desk", (await gateway.Call("GetAgent", null, ("agentId", agent))).GetProperty("name").GetString());
        var spare = (await gateway.Call("AddAgent", new { name = "Spare", elevenlabs_agent_id = "agent_spare", is_active = false })).GetProperty("_id").GetGuid();
        await gateway.Call("DeleteAgent", null, ("agentId", spare));
        Assert.Equal(1, (await gateway.Call("ListAgents")).GetProperty("total").GetInt32());
        Assert.Equal(1, (await gateway.Call("ListAgentChoices")).GetArrayLength());

        Assert.Equal(300, (await gateway.Call("Configure", new { agent_id = agent, grace_period_seconds = 300 })).GetProperty("grace_period_seconds").GetInt32());
        Assert.Contains((await gateway.Call("ListChannels")).EnumerateArray(), channel => channel.GetProperty("provider").GetString() == "meta");
        Assert.False((await gateway.Call("ChangeChannel", new { live_send = false }, ("provider", "wappi"))).GetProperty("live_send").GetBoolean());
        await gateway.Call("Connect");
        await Fact("the number to be connected", async () => (await gateway.Call("GetConnectionStatus")).GetProperty("connected").GetBoolean());
        await gateway.Call("RegisterWebhook", new { url = "http://127.0.0.1:9/webhooks/unipile" });
        Assert.Equal("invalid_url", await gateway.Refused("RegisterWebhook", new { url = "here" }));
    }

    private static async Task Answer(Business business, DescribedGateway gateway, Guid chat)
    {
        await gateway.Call("ShowPresence", new { state = "viewing" }, ("chatId", chat));
        Assert.Equal(0, (await gateway.Call("GetPresence", null, ("chatId", chat))).GetProperty("people").GetArrayLength());
        var before = await gateway.Call("GetChat", null, ("chatId", chat));
        var longer = await gateway.Call("ExtendGrace", new { seconds = 60 }, ("chatId", chat));
        Assert.Equal(TimeSpan.FromSeconds(60), Deadline(longer) - Deadline(before));
        var taken = await gateway.Call("TakeOverChat", null, ("chatId", chat));
        Assert.True(taken.GetProperty("epoch").GetInt64() > before.GetProperty("epoch").GetInt64());
        Assert.Equal("speaker_moved", await gateway.Refused("SendMessage", new { text = "Yes", expected_epoch = before.GetProperty("epoch").GetInt64() }, ("chatId", chat)));
        var sent = await gateway.Call("SendMessage", new { text = "Yes, from nine", client_message_id = "one", expected_epoch = taken.GetProperty("epoch").GetInt64() }, ("chatId", chat));
        var again = await gateway.Call("SendMessage", new { text = "Yes, from nine", client_message_id = "one" }, ("chatId", chat));
        Assert.Equal(sent.GetProperty("_id").GetGuid(), again.GetProperty("_id").GetGuid());
        Assert.Equal("not_unclear", await gateway.Refused("ResolveMessage", new { send_again = false }, ("chatId", chat), ("messageId", sent.GetProperty("_id").GetGuid())));
        await Fact("the message to be accepted", async () =>
            (await gateway.Call("ListMessages", null, ("chatId", chat))).GetProperty("items").EnumerateArray().Any(message => message.GetProperty("delivery_status").GetString() is "accepted" or "delivered" or "read"));

        await gateway.Call("ReleaseChat", new { immediate = false }, ("chatId", chat));
        await gateway.Call("CloseChat", null, ("chatId", chat));
        Assert.Equal("not_in_human_mode", await gateway.Refused("SendMessage", new { text = "Yes" }, ("chatId", chat)));
        Assert.Equal("ai", (await gateway.Call("ReopenChat", null, ("chatId", chat))).GetProperty("mode").GetString());
        Assert.Equal(1, (await gateway.Call("ListSessions", null, ("chatId", chat))).GetProperty("items").GetArrayLength());
        Assert.True((await gateway.Call("ListTimeline", null, ("chatId", chat))).GetProperty("total").GetInt32() > 4);

        business.World.Contact("+905551112233").Write("And on Sunday?");
        await Fact("the chat to wait again", async () => (await gateway.Call("GetChat", null, ("chatId", chat))).GetProperty("session_status").GetString() == "waiting");
        Assert.Equal("ai", (await gateway.Call("AnswerChatNow", null, ("chatId", chat))).GetProperty("mode").GetString());
        Assert.Equal("not_waiting", await gateway.Refused("AnswerChatNow", null, ("chatId", chat)));

        var message = (await gateway.Call("ListMessages", null, ("chatId", chat))).GetProperty("items")[0].GetProperty("_id").GetGuid();
        Assert.Equal("media_not_found", await gateway.Refused("ReadMedia", null, ("chatId", chat), ("messageId", message), ("index", 0)));
        Assert.Equal("nothing_to_fetch", await gateway.Refused("FetchMedia", null, ("chatId", chat), ("messageId", message)));
        Assert.Equal("empty_file", await gateway.Refused("UploadMedia", null, ("chatId", chat), ("file_name", "empty.png")));
        Assert.Equal(0, (await gateway.Call("ListOutbox", null, ("status", "failed"))).GetProperty("total").GetInt32());

        Assert.Equal(1, (await gateway.Call("IgnoreNumber", new { phone = "+905559998866" })).GetProperty("total").GetInt32());
        Assert.Equal("+905559998866", (await gateway.Call("ListIgnored")).GetProperty("items")[0].GetString());
        Assert.Equal(0, (await gateway.Call("StopIgnoringNumber", null, ("phone", "+905559998866"))).GetProperty("total").GetInt32());
        Assert.Equal(1, (await gateway.Call("AddToBlacklist", new { phone = "+905559998877" })).GetProperty("total").GetInt32());
        Assert.Equal("+905559998877", (await gateway.Call("ListBlacklist")).GetProperty("items")[0].GetString());
        Assert.Equal(0, (await gateway.Call("RemoveFromBlacklist", null, ("phone", "+905559998877"))).GetProperty("total").GetInt32());
    }

    /// <summary>Another contact's session hangs, and then the contact wants to be forgotten.</summary>
    private static async Task Support(Business business, DescribedGateway gateway)
    {
        business.World.Contact("+905551114455", "Baran").Write("Anybody?");
        var chat = Guid.Empty;
        await Fact("a live session", async () =>
        {
            var live = (await gateway.Call("ListLiveSessions")).GetProperty("items").EnumerateArray().Where(session => session.GetProperty("contact_name").GetString() == "Baran").ToArray();
            return live.Length == 1 && (chat = live[0].GetProperty("chat_id").GetGuid()) != Guid.Empty;
        });
        await gateway.Call("ResetSession", null, ("chatId", chat));
        Assert.Equal("no_session", await gateway.Refused("ResetSession", null, ("chatId", chat)));
        Assert.Equal("live_send_off", await gateway.Refused("SendTestMessage", new { to = "+905551110099", text = "A test" }));

        Assert.True((await gateway.Call("ExportContact", null, ("chatId", chat))).GetProperty("complete").GetBoolean());
        await gateway.Call("EraseContact", new { blacklist = false }, ("chatId", chat));
        Assert.Equal("chat_not_found", await gateway.Refused("GetChat", null, ("chatId", chat)));
        Assert.Equal(1, (await gateway.Call("ListErasures")).GetProperty("total").GetInt32());
    }

    private static DateTimeOffset Deadline(JsonElement chat) => chat.GetProperty("session_grace_deadline").GetDateTimeOffset();

    private static async Task People(DescribedGateway gateway)
    {
        var invited = await gateway.Call("InviteUser", new { email = "bea@example.com", name = "Bea", role = "member" });
        var bea = invited.GetProperty("user").GetProperty("_id").GetGuid();
        await gateway.Call("AcceptInvitation", new { token = invited.GetProperty("invitation").GetProperty("token").GetString(), password = Password });
        Assert.Equal("manager", (await gateway.Call("ChangeUser", new { role = "manager" }, ("userId", bea))).GetProperty("role").GetString());
        Assert.Equal("Bea", (await gateway.Call("GetUser", null, ("userId", bea))).GetProperty("name").GetString());
        Assert.Equal(2, (await gateway.Call("ListUsers")).GetProperty("total").GetInt32());
        await gateway.Call("ResetPassword", null, ("userId", bea));
        await gateway.Call("DeleteUser", null, ("userId", bea));
        Assert.Equal("user_not_found", await gateway.Refused("GetUser", null, ("userId", bea)));
    }

    private static async Task Platform(DescribedGateway gateway)
    {
        var made = await gateway.Call("AddTenant", new { name = "Harbour", admin = new { email = "olivia@harbour.example", name = "Olivia" }, features = new[] { "whatsapp_agent" } });
        var tenant = made.GetProperty("tenant").GetProperty("_id").GetGuid();
        Assert.False((await gateway.Call("ChangeTenant", new { is_active = false }, ("tenantId", tenant))).GetProperty("is_active").GetBoolean());
        Assert.Equal("Harbour", (await gateway.Call("GetTenant", null, ("tenantId", tenant))).GetProperty("name").GetString());
        Assert.Equal(2, (await gateway.Call("ListTenants")).GetProperty("total").GetInt32());
        Assert.Equal(0, (await gateway.Call("ListLiveSessionsOfTenant", null, ("tenantId", tenant))).GetProperty("total").GetInt32());
        Assert.Equal("chat_not_found", await gateway.Refused("ResetSessionOfTenant", null, ("tenantId", tenant), ("chatId", tenant)));
        Assert.Equal("feature_disabled", await gateway.Refused("SendTestMessageOfTenant", new { to = "+905551110099", text = "A test" }, ("tenantId", tenant)));
        await gateway.Call("InviteTenantAdmin", new { email = "omar@harbour.example", name = "Omar" }, ("tenantId", tenant));
        var root = (await gateway.Call("AddPlatformAdmin", new { email = "olivia@harbour.example" })).GetProperty("user").GetProperty("_id").GetGuid();
        Assert.Equal(2, (await gateway.Call("ListPlatformAdmins")).GetProperty("total").GetInt32());
        await gateway.Call("RemovePlatformAdmin", null, ("userId", root));
    }

    /// <summary>What all of this has left in the record.</summary>
    private static async Task LookBack(DescribedGateway gateway)
    {
        var taken = (await gateway.Call("ListAudit", null, ("action", "chat.take_over"), ("outcome", "done"))).GetProperty("items");
        Assert.Equal(Owner, taken[0].GetProperty("actor").GetProperty("email").GetString());
        Assert.True((await gateway.Call("ListPlatformAudit")).GetProperty("total").GetInt32() > 3);
        await gateway.Call("ExportAudit", null, ("format", "csv"));
    }

    private static async Task Leave(DescribedGateway gateway, JsonElement owner)
    {
        var next = await gateway.Call("Refresh", new { refresh_token = owner.GetProperty("refresh_token").GetString() });
        gateway.Use(next.GetProperty("access_token").GetString());
        var changed = await gateway.Call("ChangePassword", new { current_password = Password, new_password = $"{Password} and more" });
        gateway.Use(changed.GetProperty("access_token").GetString());
        await gateway.Call("Disconnect");
        await gateway.Call("Logout", new { refresh_token = changed.GetProperty("refresh_token").GetString() });
        await gateway.Call("LogoutEverywhere");
    }

    private static async Task<JsonElement> SignIn(DescribedGateway gateway, string email, string password)
    {
        var tokens = await gateway.Call("Login", new { email, password });
        gateway.Use(tokens.GetProperty("access_token").GetString());
        return tokens;
    }

    private static async Task Fact(string what, Func<Task<bool>> holds)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (await holds()) return;
            await Task.Delay(50);
        }

        throw new TimeoutException($"Waited for {what}.");
    }
}
