using System.Text;
using Orleans.WhatsApp.Storage.Channels;

namespace Orleans.WhatsApp.Storage.Tests;

public sealed class SecretBoxTests
{
    private static readonly SecretBox Box = new(new byte[32]);

    [Theory, InlineData("EAAG…token"), InlineData("x"), InlineData("")]
    public void What_was_sealed_opens(string secret) => Assert.Equal(secret, Box.Open(Box.Seal(secret)));

    [Fact]
    public void Nothing_of_it_shows_and_no_two_boxes_are_alike()
    {
        var (one, other) = (Box.Seal("a secret"), Box.Seal("a secret"));
        Assert.NotEqual(one, other);
        Assert.DoesNotContain("secret", Encoding.Latin1.GetString(one), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_key_or_a_changed_box_opens_to_nothing()
    {
        var box = Box.Seal("a secret");
        Assert.Null(new SecretBox([.. Enumerable.Repeat((byte)1, 32)]).Open(box));
        box[^1] ^= 1;
        Assert.Null(Box.Open(box));
        Assert.Equal("", Box.Open([1, 2, 3]));
    }
}
