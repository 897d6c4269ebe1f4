namespace Orleans.WhatsApp.Chats.Tests;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("+90 555 111 22 33", "+905551112233"), InlineData("0090-555-111-2233", "+905551112233"), InlineData("905551112233", "+905551112233")]
    // Dialled as it is, though the key folds the ninth digit away.
    [InlineData("+55 (11) 98765-4321", "+5511987654321")]
    public void A_whole_number_is_dialled_with_its_country(string text, string number) => Assert.Equal(number, PhoneNumber.Of(text));

    [Theory]
    [InlineData(null), InlineData(""), InlineData("0555 111 22 33"), InlineData("+0 555 111 22 33"), InlineData("000905551112233"), InlineData("12345"), InlineData("+90 CALL ME"),
     InlineData("5551112233445566")]
    public void What_is_no_whole_number_is_none(string? text) => Assert.Equal("", PhoneNumber.Of(text));
}
