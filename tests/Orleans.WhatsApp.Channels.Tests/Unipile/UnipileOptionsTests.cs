using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Orleans.WhatsApp.Channels.Unipile;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Channels.Tests.Unipile;

public class UnipileOptionsTests
{
    [Theory]
    [InlineData("Unipile-Auth", "s3cret", true), InlineData("unipile-auth", "s3cret", true), InlineData("X-Unipile-Secret", "s3cret", true)]
    [InlineData("Unipile-Auth", "s3cret ", false), InlineData("Unipile-Auth", "S3cret", false), InlineData("Unipile-Auth", "s3cre", false), InlineData("Unipile-Auth", "", false)]
    [InlineData("Unipile-Auth", "s3cret|s3cret", false), InlineData("x-unipile-secret", "s3cret|", false), InlineData("Authorization", "s3cret", false)]
    public void A_delivery_must_carry_the_secret_once(string header, string values, bool expected) =>
        Assert.Equal(expected, Allows("s3cret", (header, values)));

    [Theory]
    [InlineData("s3cret", "s3cret", true), InlineData("s3cret", "other", false), InlineData("", "s3cret", false), InlineData("s3cret|s3cret", "s3cret", false)]
    public void Where_both_headers_come_both_must_match(string one, string other, bool expected) =>
        Assert.Equal(expected, Allows("s3cret", ("Unipile-Auth", one), ("x-unipile-secret", other)));

    [Fact]
    public void A_delivery_without_the_secret_is_not_allowed() => Assert.False(Allows("s3cret"));

    [Fact]
    public void Without_a_secret_every_delivery_is_allowed_where_Unipile_is_configured_and_none_where_it_is_not()
    {
        Assert.True(Allows([("BaseUrl", "https://api1.unipile.com:13111")], ("Unipile-Auth", "anything")));
        Assert.False(Allows([], ("Unipile-Auth", "anything")));
    }

    [Theory]
    [InlineData("https://api1.unipile.com:13111", "https://api1.unipile.com:13111/api/v1"), InlineData(" http://127.0.0.1:7000/ ", "http://127.0.0.1:7000/api/v1"), InlineData("", null), InlineData(" ", null)]
    public void The_rest_interface_lies_under_the_base(string baseUrl, string? expected) => Assert.Equal(expected, Options(("BaseUrl", baseUrl)).ApiRoot);

    [Theory, InlineData("api1.unipile.com:13111"), InlineData(" API1.unipile.com:13111/ ")]
    public void A_base_without_a_scheme_as_Unipile_shows_it_means_https(string baseUrl)
    {
        Assert.Equal("https://api1.unipile.com:13111/api/v1", Options(("BaseUrl", baseUrl)).ApiRoot, ignoreCase: true);
        using var services = FakeUnipile.Services([("BaseUrl", baseUrl)]);
        var file = services.GetRequiredService<UnipileHttp>().File("/messages/m/attachments/a", MediaKind.Image, "image/jpeg")!;
        Assert.Equal((new Uri("https://api1.unipile.com:13111/api/v1/messages/m/attachments/a"), new Uri("https://api1.unipile.com:13111")), (file.Url, file.Own));
    }

    [Theory]
    [InlineData("https://api1.unipile.com:13111", "key", true), InlineData("api1.unipile.com:13111", "key", true), InlineData("https://api1.unipile.com:13111", "", false), InlineData(" ", "key", false)]
    public void It_is_configured_with_an_address_and_a_key(string baseUrl, string key, bool expected)
    {
        using var services = FakeUnipile.Services([("BaseUrl", baseUrl), ("ApiKey", key)]);
        Assert.Equal(expected, services.GetRequiredService<IChannel>().IsConfigured);
    }

    [Theory]
    [InlineData("BaseUrl", "api1.unipile.com", "Unipile:BaseUrl"), InlineData("BaseUrl", "api1.unipile.com:99999", "Unipile:BaseUrl"), InlineData("BaseUrl", "api1.unipile.com:PORT", "Unipile:BaseUrl")]
    [InlineData("BaseUrl", "/api", "Unipile:BaseUrl"), InlineData("BaseUrl", "/", "Unipile:BaseUrl"), InlineData("BaseUrl", "ftp://x", "Unipile:BaseUrl")]
    [InlineData("ApiKey", "schlüssel", "Unipile:ApiKey"), InlineData("WebhookSecret", "a\nb", "Unipile:WebhookSecret")]
    [InlineData("SendTimeout", "00:00:00", "SendTimeout"), InlineData("SendsPerMinute", "0", "SendsPerMinute"), InlineData("MaxPages", "0", "MaxPages")]
    public void A_wrong_setting_is_named(string name, string value, string expected) =>
        Assert.Contains(expected, Assert.Throws<OptionsValidationException>(() => Options((name, value))).Message, StringComparison.Ordinal);

    private static UnipileOptions Options(params (string, string)[] settings)
    {
        using var services = FakeUnipile.Services(settings);
        return services.GetRequiredService<IOptions<UnipileOptions>>().Value;
    }

    private static bool Allows(string secret, params (string Name, string Values)[] headers) => Allows([("WebhookSecret", secret)], headers);

    private static bool Allows((string, string)[] settings, params (string Name, string Values)[] headers)
    {
        using var services = FakeUnipile.Services(settings);
        var given = new HeaderDictionary();
        foreach (var (name, values) in headers) given[name] = new StringValues(values.Split('|'));
        return services.GetRequiredService<UnipileSecret>().Allows(given);
    }
}
