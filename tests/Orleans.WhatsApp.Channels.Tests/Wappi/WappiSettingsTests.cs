using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Channels.Wappi;

namespace Orleans.WhatsApp.Channels.Tests.Wappi;

public class WappiSettingsTests
{
    [Fact]
    public void Without_settings_the_defaults_hold()
    {
        var options = Options();
        Assert.Equal(("https://wappi.pro/api", 20, TimeSpan.FromSeconds(5)), (options.ApiRoot, options.SendsPerMinute, options.PollEvery));
    }

    [Theory]
    [InlineData("BaseUrl", "wappi.pro"), InlineData("BaseUrl", ""), InlineData("BaseUrl", "ftp://wappi.pro"), InlineData("Token", "a\nb"), InlineData("Token", "ключ"), InlineData("WebhookSecret", "a\r")]
    [InlineData("SendsPerMinute", "0"), InlineData("PollEvery", "00:00:00.5"), InlineData("SendTimeout", "00:00:00"), InlineData("RequestTimeout", "01:00:00"), InlineData("MaxPages", "0"), InlineData("ChatsPerPoll", "0")]
    public void A_wrong_value_stops_the_start_by_its_name(string name, string value) =>
        Assert.Contains(name, Assert.Throws<OptionsValidationException>(() => Options((name, value))).Message, StringComparison.Ordinal);

    // The HMAC-SHA256 of "p1" under "secret".
    private const string Own = "6826ef283b750a8985a15d4d7772ca8b9654ea1c2e7fb3568d4e7822b9cce529";

    [Theory]
    [InlineData("", null, false), InlineData("", "", false), InlineData("", "anything", false), InlineData("secret", null, false), InlineData("secret", "", false)]
    [InlineData("secret", "secret", false), InlineData("secret", $"Bearer {Own}", false), InlineData("other", Own, false), InlineData("secret", Own, true)]
    public void A_secret_must_be_configured_and_what_is_made_of_it_for_the_profile_told(string configured, string? told, bool expected)
    {
        IHeaderDictionary headers = new HeaderDictionary();
        if (told is not null) headers.Authorization = told;
        Assert.Equal(expected, Secret(configured).Allows(headers, "p1"));
    }

    [Theory, InlineData("p2"), InlineData("")]
    public void What_one_profile_is_told_is_no_secret_of_anothers(string profile) => Assert.False(Secret("secret").Allows(new HeaderDictionary { ["Authorization"] = Own }, profile));

    [Fact]
    public void A_secret_that_is_told_twice_is_refused() => Assert.False(Secret("secret").Allows(new HeaderDictionary { ["Authorization"] = new([Own, Own]) }, "p1"));

    private static WappiSecret Secret(string configured) => Services(("WebhookSecret", configured)).GetRequiredService<WappiSecret>();

    private static WappiOptions Options(params (string Name, string Value)[] settings) => Services(settings).GetRequiredService<IOptions<WappiOptions>>().Value;

    private static ServiceProvider Services(params (string Name, string Value)[] settings) => new ServiceCollection().AddLogging()
        .AddWappi(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(one => $"Wappi:{one.Name}", one => (string?)one.Value)).Build()).BuildServiceProvider();
}
