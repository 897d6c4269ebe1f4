namespace Orleans.WhatsApp.Chats.Tests;

public sealed class ChatKeyTests
{
    private static readonly ChatKey Key = new(
        new(new Guid("11111111-2222-3333-4444-555555555555")), new(new Guid("66666666-7777-8888-9999-aaaaaaaaaaaa")), new(new Guid("bbbbbbbb-cccc-dddd-eeee-ffffffffffff")));

    [Fact]
    public void A_key_is_printed_and_read_back()
    {
        Assert.Equal("11111111222233334444555555555555/66666666777788889999aaaaaaaaaaaa/bbbbbbbbccccddddeeeeffffffffffff", Key.ToString());
        Assert.Equal(Key, ChatKey.Parse(Key.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("11111111222233334444555555555555/66666666777788889999aaaaaaaaaaaa")]
    [InlineData("11111111-2222-3333-4444-555555555555/66666666777788889999aaaaaaaaaaaa/bbbbbbbbccccddddeeeeffffffffffff")]
    [InlineData("11111111222233334444555555555555/66666666777788889999aaaaaaaaaaaa/bbbbbbbbccccddddeeeeffffffffffff/more")]
    public void Anything_else_is_no_key(string? text)
    {
        Assert.False(ChatKey.TryParse(text, out _));
        Assert.Throws<FormatException>(() => ChatKey.Parse(text!));
    }

    [Fact]
    public void A_chat_is_named_by_its_channel_and_the_providers_id()
    {
        Assert.Equal(ChatId.Of(Key.Channel, "chat-1"), ChatId.Of(Key.Channel, "chat-1"));
        Assert.NotEqual(ChatId.Of(Key.Channel, "chat-1"), ChatId.Of(Key.Channel, "chat-2"));
        Assert.NotEqual(ChatId.Of(Key.Channel, "chat-1"), ChatId.Of(new ChannelId(Key.Tenant.Value), "chat-1"));
    }
}
