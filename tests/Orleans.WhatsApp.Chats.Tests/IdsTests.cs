namespace Orleans.WhatsApp.Chats.Tests;

/// <summary>Stored ids, as another implementation of the same standard makes them. Two versions that disagreed here would keep one chat twice.</summary>
public sealed class IdsTests
{
    private static readonly ChannelId Channel = new(new Guid("66666666-7777-8888-9999-aaaaaaaaaaaa"));
    private static readonly ChatId Chat = new(new Guid("bbbbbbbb-cccc-dddd-eeee-ffffffffffff"));

    [Fact]
    public void A_chats_id_stays() => Assert.Equal("911001ab-57a0-55a2-8613-bec125bdf128", ChatId.Of(Channel, "chat-1").ToString());

    [Fact]
    public void A_sessions_id_stays() => Assert.Equal("12718e04-bcd9-5b2f-a2d9-c13f48ee0ab1", SessionId.Of(Chat, 1).ToString());

    [Fact]
    public void The_id_of_a_message_that_the_provider_named_stays() => Assert.Equal("5b0be9ec-7790-5059-8056-4eb2191a106a", MessageId.OfProvider(Chat, "m1").ToString());

    [Fact]
    public void The_ids_of_an_intent_and_of_its_message_stay()
    {
        var intent = IntentId.Of(Chat, 1);

        Assert.Equal("5cd72930-b356-5361-8c16-6507a9639efe", intent.ToString());
        Assert.Equal("afaf20fd-b93a-51c1-9abe-814317726262", MessageId.OfIntent(intent).ToString());
    }
}
