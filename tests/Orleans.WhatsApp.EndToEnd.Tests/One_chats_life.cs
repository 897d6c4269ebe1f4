using System.Text.Json;
using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.EndToEnd;

/// <summary>The promise from outside: webhook, grace period, agent, phone. Over real HTTP and WebSocket, against the product's own process.</summary>
public sealed class One_chats_life
{
    private const string Phone = "+905551112233";

    [Fact]
    public async Task People_get_the_first_word_then_the_agent_answers_exactly_once()
    {
        await using var business = await Business.Open(graceSeconds: 3);
        var contact = business.World.Contact(Phone, "Ayşe");
        contact.Write("Hello");
        contact.Write("Are you open tomorrow?");

        await business.Eventually("a waiting session", async () => Text(await business.Chat(), "session_status") == "waiting");
        var chat = await business.Chat();
        Assert.Equal("human", Text(chat, "mode"));
        var deadline = chat.GetProperty("session_grace_deadline").GetDateTimeOffset();
        Assert.Empty(contact.Received);

        await business.Eventually("the answer", () => Task.FromResult(contact.Received.Count > 0));
        var conversation = Assert.Single(business.World.Conversations);
        Assert.Equal("Hello\nAre you open tomorrow?", Assert.Single(conversation.UserMessages));
        Assert.Empty(conversation.Violations);
        Assert.True(contact.Received[0].At >= deadline, "The agent spoke before its time.");

        var id = Text(chat, "_id");
        await business.Eventually("the answer to be stored as accepted", async () => (await business.Of(id, "messages")).Any(message => Text(message, "sender") == "ai"));
        await business.World.WaitUntilIdle();
        Assert.Single(contact.Received);
        var stored = await business.Of(id, "messages");
        Assert.Equal(["contact", "contact", "ai"], stored.Select(message => Text(message, "sender")));
        var answer = stored[^1];
        Assert.Equal(("AI", contact.Received[0].Text, true), (Text(answer, "sender_name"), Text(answer, "text"), answer.GetProperty("sent_via_unipile").GetBoolean()));
        Assert.Equal("ai", Text(await business.Chat(), "mode"));
        Assert.Equal("active", Text(Assert.Single(await business.Of(id, "sessions")), "status"));
    }

    [Fact]
    public async Task Somebody_answers_from_the_phone_and_the_agent_stays_silent()
    {
        await using var business = await Business.Open(graceSeconds: 2);
        var contact = business.World.Contact(Phone, "Ayşe");
        contact.Write("Hello");
        await business.Eventually("a waiting session", async () => Text(await business.Chat(), "session_status") == "waiting");
        business.World.Phone(business.Account).Write(contact, "Good morning!");

        var id = await business.ChatId();
        await business.Eventually("the session to be resolved by a person", async () => TextOrNull((await business.Of(id, "sessions"))[0], "resolved_by") == "human");
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.Empty(business.World.Conversations);
        Assert.Equal(["Good morning!"], contact.Received.Select(message => message.Text));
        Assert.Equal(["contact", "human"], (await business.Of(id, "messages")).Select(message => Text(message, "sender")));
    }

    [Fact]
    public async Task People_take_over_answer_release_close_and_reopen()
    {
        await using var business = await Business.Open(graceSeconds: 60);
        var contact = business.World.Contact(Phone, "Ayşe");
        contact.Write("Hello");
        await business.Eventually("a waiting session", async () => Text(await business.Chat(), "session_status") == "waiting");
        var id = await business.ChatId();

        var taken = await business.Post($"/api/whatsapp/chats/{id}/takeover", new { });
        Assert.Equal("human", Text(taken, "mode"));
        await business.Post($"/api/whatsapp/chats/{id}/send", new { text = "How can I help?" });
        await business.Eventually("the person's message on the phone", () => Task.FromResult(contact.Received.Count == 1));

        contact.Write("When are you open?");
        await business.Eventually("the question to be stored", async () => (await business.Of(id, "messages")).Count == 3);
        Assert.Empty(business.World.Conversations);

        await business.Post($"/api/whatsapp/chats/{id}/release", new { immediate = true });
        await business.Eventually("the agent's answer", () => Task.FromResult(contact.Received.Count == 2));
        var conversation = Assert.Single(business.World.Conversations);
        Assert.Equal("When are you open?", Assert.Single(conversation.UserMessages));
        Assert.Equal("Previous conversation history:\nPatient: Hello\nOperator: How can I help?", Assert.Single(conversation.ContextualUpdates));

        Assert.Equal("closed", Text(await business.Post($"/api/whatsapp/chats/{id}/close", new { }), "mode"));
        Assert.Equal("ai", Text(await business.Post($"/api/whatsapp/chats/{id}/reopen", new { }), "mode"));
        contact.Write("One more thing");
        await business.Eventually("a second session", async () => (await business.Of(id, "sessions")).Count == 2);
    }

    [Fact]
    public async Task Texts_written_while_the_agent_holds_the_chat_are_buffered_into_one_turn()
    {
        await using var business = await Business.Open(graceSeconds: 1);
        var contact = business.World.Contact(Phone, "Ayşe");
        contact.Write("Hello");
        await business.Eventually("the first answer", () => Task.FromResult(contact.Received.Count == 1));
        contact.Write("Two things:");
        contact.Write("price");
        contact.Write("and place");
        await business.Eventually("the second answer", () => Task.FromResult(contact.Received.Count == 2));
        Assert.Equal(["Hello", "Two things:\nprice\nand place"], business.World.Conversations.SelectMany(conversation => conversation.UserMessages));
        Assert.All(business.World.Conversations, conversation => Assert.Empty(conversation.Violations));
    }

    [Fact]
    public async Task A_silent_agent_is_asked_once_more_and_then_people_are_called()
    {
        await using var business = await Business.Open(graceSeconds: 1, settings: new Dictionary<string, string> { ["Chat__AnswerTimeout"] = "00:00:02" });
        business.World.Agent("agent_reception").Brain = _ => AgentReplyScript.Silence;
        var contact = business.World.Contact(Phone, "Ayşe");
        contact.Write("Hello?");
        await business.Eventually("people to be called", async () => (await business.Chat()).GetProperty("needs_attention").GetBoolean());
        Assert.Equal(["Hello?", "Hello?"], business.World.Conversations.SelectMany(conversation => conversation.UserMessages));
        Assert.Empty(contact.Received);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static string? TextOrNull(JsonElement json, string name) => json.GetProperty(name).GetString();
}
