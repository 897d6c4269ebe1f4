using System.Text.Json;
using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.EndToEnd;

/// <summary>The business writes first, and the provider reports that back as if its own number had written.</summary>
public sealed class A_test_message
{
    [Theory]
    [InlineData(EchoTiming.AfterResponse), InlineData(EchoTiming.BeforeResponse), InlineData(EchoTiming.Never)]
    public async Task It_arrives_is_stored_once_and_wakes_nobody(EchoTiming echo)
    {
        await using var business = await Business.Open(graceSeconds: 2, settings: new Dictionary<string, string> { ["Channels__AllowLiveSend"] = "true" });
        business.World.Unipile.Echo = echo;
        business.World.Agent("agent_reception").Brain = turn => new AgentReplyScript([]).Say($"Answer to {turn.Text}");
        var (stranger, known) = (business.World.Contact("+905557776655"), business.World.Contact("+905551112233", "Ayşe"));

        var begun = await business.Post("/api/support/test-messages", new { to = "+90 555 777 66 55", text = "Is this on?" });
        Assert.Equal("accepted", begun.GetProperty("status").GetString());
        await business.World.WaitUntilIdle();
        Assert.Equal("Is this on?", Assert.Single(stranger.Received).Text);
        var chat = begun.GetProperty("chat_id").GetString()!;
        await business.Eventually("the message to be there once", async () => (await business.Of(chat, "messages")).Count == 1);
        Assert.Empty(await business.Of(chat, "sessions"));

        // A contact who waits for people gets one too, and waits on: after the grace period the agent answers what was asked.
        known.Write("Are you open?");
        await business.Eventually("the session", async () => Sessions(await business.Get("/api/support/sessions")).Count == 1);
        var queued = await business.Post("/api/support/test-messages", new { to = "+905551112233", text = "A test" });
        Assert.Equal("queued", queued.GetProperty("status").GetString());
        var received = await known.WaitForReceived(2);
        Assert.Equal(["A test", "Answer to Are you open?"], received.Select(message => message.Text).Order());
        await business.World.WaitUntilIdle();
        var messages = await business.Of(queued.GetProperty("chat_id").GetString()!, "messages");
        Assert.Equal(3, messages.Count);
        Assert.Equal(["ai", "contact", "human"], messages.Select(message => message.GetProperty("sender").GetString()).Order());

        // What the stranger answers begins a session as ever.
        stranger.Write("Yes, I can read you");
        await business.Eventually("the stranger's session", async () => (await business.Of(chat, "sessions")).Count == 1);
    }

    private static IReadOnlyList<JsonElement> Sessions(JsonElement page) => [.. page.GetProperty("items").EnumerateArray()];
}
