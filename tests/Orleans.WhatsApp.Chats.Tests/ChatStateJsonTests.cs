using System.Text.Json;
using Orleans.WhatsApp.Chats.Tests.Rules;

namespace Orleans.WhatsApp.Chats.Tests;

public sealed class ChatStateJsonTests
{
    /// <summary>Written once and never again: whatever a version has stored, every later one must read. A new shape gets a new sample.</summary>
    [Fact]
    public void A_stored_chat_of_the_first_version_can_still_be_read()
    {
        var chat = ChatStateJson.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", "chat-state-v1.json")));

        Assert.Equal(Phase.AgentAsked, chat.Phase);
        Assert.Equal(7, chat.Epoch);
        Assert.Equal(Life.Key, chat.Key);
        Assert.Equal("Carla", chat.Contact.Name);
        Assert.Equal(Attention.NoAgent, chat.Attention);
        Assert.Equal("First question\nSecond question", chat.Session!.Turn!.AsUserMessage());
        Assert.Equal(Life.Noon.AddSeconds(225), chat.Session.Turn.AnswerDueAt);
        Assert.Equal("A third one", Assert.Single(chat.Unanswered).Text);
        Assert.Collection(
            chat.Sends,
            send => Assert.Equal((SendStatus.Unknown, Sender.Human, 1), (send.Status, send.Speaker, send.Misses)),
            send => Assert.Equal((SendStatus.Claimed, Sender.Ai, "echo-1"), (send.Status, send.Speaker, send.Echo!.ProviderMessageId)));
        Assert.Equal("m0", Assert.Single(chat.Sends[1].Answers).ProviderMessageId);
        Assert.Equal(["m0", "m1", "m2", "m3"], chat.SeenIds.AsEnumerable());
        Assert.Equal((true, 2), (chat.CatchUp!.IsDone, chat.CatchUp.Tries));
    }

    /// <summary>What the storage of an earlier version left out must not read as nonsense.</summary>
    [Fact]
    public void A_stored_chat_without_the_newer_members_can_be_read()
    {
        const string json = """
            {"key":{"tenant":"7e000000-0000-0000-0000-000000000001","channel":"c4000000-0000-0000-0000-000000000001","chat":"ca000000-0000-0000-0000-000000000001"},
             "providerChatId":"chat-1","contact":{"name":"","phone":"","address":""},
             "sends":[{"intent":"00000000-0000-0000-0000-000000000001","message":"00000000-0000-0000-0000-000000000002","speaker":"ai","text":"Hi"}],
             "catchUp":{"startedAt":"2026-03-02T12:00:00+00:00","giveUpAt":"2026-03-02T12:00:03+00:00"},
             "aMemberOfALaterVersion":true}
            """;
        var chat = ChatStateJson.Read(System.Text.Encoding.UTF8.GetBytes(json));

        Assert.Equal(Phase.Idle, chat.Phase);
        Assert.Empty(Assert.Single(chat.Sends).Answers);
        Assert.Equal(1, chat.CatchUp!.Tries);
    }

    public static TheoryData<string> Givens => [.. RuleRow.All.Select(row => row.Given).Distinct()];

    [Theory, MemberData(nameof(Givens))]
    public void A_chat_is_stored_and_read_back_whole(string given)
    {
        foreach (var life in Rules.Givens.Named(given))
        {
            var json = ChatStateJson.Write(life().State);
            Assert.Equal(json, ChatStateJson.Write(ChatStateJson.Read(json)));
        }
    }

    [Fact]
    public void Null_is_no_chat() => Assert.Throws<JsonException>(() => ChatStateJson.Read("null"u8));
}
