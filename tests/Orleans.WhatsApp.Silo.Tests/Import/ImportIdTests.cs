using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Silo.Import;

public sealed class ImportIdTests
{
    private static readonly TenantId Tenant = ImportIds.Tenant("650000000000000000000001");

    /// <summary>Rows are known by these: another derivation would import everything a second time.</summary>
    [Fact]
    public void Ids_stay_what_they_are()
    {
        var chat = ImportIds.Chat(Tenant, "chat-1").Chat;
        Assert.Equal("e3993443-408a-5394-a20d-28f0ef36557a", Tenant.ToString());
        Assert.Equal("88e18818-0f41-5b21-a85e-99007a900b2e", ImportIds.Agent(Tenant, "a").ToString());
        Assert.Equal("75277d11-813a-58f5-891c-814fa5678173", ImportIds.User(Tenant, "u").ToString());
        Assert.Equal("6b0729dd-dd47-5264-b85b-60a34e2d71f9", ImportIds.Session(chat, "s").ToString());
        Assert.Equal("425dec89-fc4b-58b3-824a-29c2fa9b756b", ImportIds.Message(chat, "m", null).ToString());
    }

    [Fact]
    public void A_chat_and_a_message_are_those_that_an_event_leads_to()
    {
        var key = ImportIds.Chat(Tenant, "chat-1");
        Assert.Equal(ChannelKey.Of(Tenant, "unipile").Channel, key.Channel);
        Assert.Equal(ChatId.Of(key.Channel, "chat-1"), key.Chat);
        Assert.Equal(MessageId.OfProvider(key.Chat, "m-1"), ImportIds.Message(key.Chat, "6a0000000000000000000001", "m-1"));
    }
}
