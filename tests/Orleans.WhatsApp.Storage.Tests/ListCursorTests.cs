using System.Buffers.Text;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Storage.Tests;

public sealed class ListCursorTests
{
    private static readonly ListCursor Some = new(ListKind.Chats, new DateTimeOffset(2026, 3, 2, 12, 0, 0, 123, 456, TimeSpan.Zero), Guid.Parse("11111111-2222-3333-4444-555555555555"), 7);

    [Fact]
    public void A_cursor_is_read_back_as_it_was()
    {
        Assert.Equal(Some, ListCursor.Read(Some.ToString(), ListKind.Chats));
        Assert.Equal(Some with { At = null }, ListCursor.Read((Some with { At = null }).ToString(), ListKind.Chats));
        Assert.Matches("^[A-Za-z0-9_-]+$", Some.ToString());
    }

    [Fact]
    public void A_cursor_of_another_list_is_none() => Assert.Null(ListCursor.Read(Some.ToString(), ListKind.Messages));

    [Theory]
    [InlineData(""), InlineData("x"), InlineData("!!!!"), InlineData("AQ"), InlineData("' or 1=1 --"), InlineData("\0"), InlineData("ümläüt")]
    public void What_nobody_gave_out_is_none(string text) => Assert.Null(ListCursor.Read(text, ListKind.Chats));

    [Fact]
    public void A_cursor_that_is_cut_or_lengthened_is_none()
    {
        var text = Some.ToString();
        for (var length = 0; length < text.Length - 1; length++) Assert.Null(ListCursor.Read(text[..length], ListKind.Chats));
        Assert.Null(ListCursor.Read(text + "AAAA", ListKind.Chats));
        Assert.Null(ListCursor.Read(new string('A', 100_000), ListKind.Chats));
    }

    [Fact]
    public void A_time_that_no_calendar_has_is_none()
    {
        var bytes = Base64Url.DecodeFromChars(Some.ToString());
        bytes.AsSpan(2, 8).Fill(0x7F);
        Assert.Null(ListCursor.Read(Base64Url.EncodeToString(bytes), ListKind.Chats));
    }
}
