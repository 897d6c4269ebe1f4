using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;

namespace Orleans.WhatsApp.Grains;

/// <summary>Microsoft Orleans prints an answer that it cannot deliver into its log.</summary>
public sealed class PrintedTests
{
    [Fact]
    public void An_answer_that_is_printed_shows_no_phone_number_and_no_code()
    {
        Assert.Equal("unipile acc-1 Ok", new ChannelView("unipile", "acc-1", ChannelStatus.Ok, "+905551112233", null, false).ToString());
        Assert.Equal("acc-1 Pending", new ConnectOutcome("", "acc-1", "2@secret", ChannelStatus.Pending).ToString());
        foreach (var action in (ChatAction[])[new ChatAction.Initiative(Guid.Empty, "Ann", "a test", "chat", "message", "+905551112233"), new ChatAction.Send(Guid.Empty, "Ann", "a test")])
            Assert.Equal($"{action.GetType().Name} by {Guid.Empty}", action.ToString());
        Assert.DoesNotContain("+90", new Beginning(Guid.Empty, "Ann", "+905551112233", "a test").ToString(), StringComparison.Ordinal);
        Assert.Equal("account_taken", new ConnectOutcome("account_taken", "acc-1", "2@secret", ChannelStatus.Pending).ToString());
    }
}
