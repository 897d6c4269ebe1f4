using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Channels.MetaCloud;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests.MetaCloud;

public class MetaOptionsTests
{
    [Fact]
    public void Without_settings_it_is_Metas_own_address() => Assert.Equal("https://graph.facebook.com/v23.0", Options().ApiRoot);

    [Fact]
    public void Another_address_and_version_are_taken() => Assert.Equal("http://127.0.0.1:7000/v24.0", Options(("BaseUrl", " http://127.0.0.1:7000/ "), ("ApiVersion", "v24.0")).ApiRoot);

    [Theory]
    [InlineData("BaseUrl", "graph.facebook.com", "Meta:BaseUrl"), InlineData("BaseUrl", "", "Meta:BaseUrl"), InlineData("ApiVersion", "23", "Meta:ApiVersion"), InlineData("ApiVersion", "v23.0/x", "Meta:ApiVersion")]
    [InlineData("AccessToken", "a b", "Meta:AccessToken"), InlineData("AccessToken", "schlüssel", "Meta:AccessToken"), InlineData("AppSecretPrevious", "old", "Meta:AppSecretPrevious")]
    [InlineData("SendTimeout", "00:00:00", "SendTimeout"), InlineData("SendsPerSecond", "0", "SendsPerSecond"), InlineData("RecipientInterval", "00:00:00", "RecipientInterval"), InlineData("RecipientBurst", "0", "RecipientBurst")]
    public void A_wrong_setting_is_named(string name, string value, string expected) =>
        Assert.Contains(expected, Assert.Throws<OptionsValidationException>(() => Options((name, value))).Message, StringComparison.Ordinal);

    [Fact]
    public void What_it_can_do_is_what_Meta_allows()
    {
        using var services = FakeMeta.Services([("SendsPerSecond", "20")]);
        Assert.Equal(
            new ChannelAbilities
            {
                AccountPace = new(TimeSpan.FromMilliseconds(50), 2),
                RecipientPace = new(TimeSpan.FromSeconds(6), 45),
                Window = TimeSpan.FromHours(24),
                ContactsHaveSeveralNames = true,
                NeedsAccount = true,
                Buttons = true,
                Lists = true,
                Templates = true,
                Media = true,
            },
            services.GetRequiredService<IChannel>().Abilities);
    }

    [Theory, InlineData("", false), InlineData(" ", false), InlineData("secret", true)]
    public void It_is_configured_once_it_can_tell_what_Meta_signed(string secret, bool expected)
    {
        using var services = FakeMeta.Services([("AppSecret", secret)]);
        Assert.Equal(expected, services.GetRequiredService<IChannel>().IsConfigured);
    }

    private static MetaOptions Options(params (string, string)[] settings)
    {
        using var services = FakeMeta.Services(settings);
        return services.GetRequiredService<IOptions<MetaOptions>>().Value;
    }
}
