namespace Orleans.WhatsApp.Chats.Tests;

public sealed class PhoneKeyTests
{
    [Theory]
    [InlineData("+55 11 98765-4321", "551187654321")]
    [InlineData("5511987654321", "551187654321")]
    [InlineData("551187654321", "551187654321")]
    [InlineData("+52 1 55 1234 5678", "525512345678")]
    [InlineData("+52 55 1234 5678", "525512345678")]
    [InlineData("+54 9 11 2345-6789", "541123456789")]
    [InlineData("+54 11 2345-6789", "541123456789")]
    public void Spellings_of_one_mobile_number_are_one_key(string phone, string key) => Assert.Equal(key, PhoneKey.Of(phone));

    [Theory]
    [InlineData("+55 11 3456-7890", "551134567890")]
    [InlineData("+55 11 93456-7890", "5511934567890")]
    [InlineData("+90 532 123 45 67", "905321234567")]
    [InlineData("0049 (151) 1234.5678", "4915112345678")]
    [InlineData("+1/415/555\u00A00100", "14155550100")]
    public void Other_numbers_keep_their_digits(string phone, string key) => Assert.Equal(key, PhoneKey.Of(phone));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("123456")]
    [InlineData("1234567890123456")]
    [InlineData("4915112345678@s.whatsapp.net")]
    [InlineData("123456789012345@lid")]
    [InlineData("٠١٢٣٤٥٦٧٨٩")]
    [InlineData("call me")]
    public void What_is_no_phone_number_has_no_key(string? phone) => Assert.Equal("", PhoneKey.Of(phone));
}
