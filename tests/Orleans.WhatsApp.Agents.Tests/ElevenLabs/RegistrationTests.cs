using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Agents.ElevenLabs;

namespace Orleans.WhatsApp.Agents.Tests.ElevenLabs;

public sealed class RegistrationTests
{
    [Fact]
    public void The_defaults_are_the_documented_ones_and_valid_without_a_key()
    {
        var options = Options([]);

        Assert.Equal("https://api.elevenlabs.io/", options.BaseUrl.AbsoluteUri);
        Assert.Null(options.ApiKey);
        Assert.Equal(TimeSpan.FromSeconds(15), options.InitTimeout);
        Assert.Equal(TimeSpan.FromSeconds(1.5), options.GreetingWait);
        Assert.Equal(TimeSpan.FromSeconds(90), options.LivenessTimeout);
        Assert.Equal(100, options.MaxOpenSocketsPerAgent);
    }

    [Theory]
    [InlineData("BaseUrl", "api.elevenlabs.io")]
    [InlineData("BaseUrl", "ftp://api.elevenlabs.io")]
    [InlineData("BaseUrl", "https://api.elevenlabs.io?x=1")]
    [InlineData("ApiKey", "key\n")]
    [InlineData("ApiKey", "two words")]
    [InlineData("InitTimeout", "00:00:00")]
    [InlineData("GreetingWait", "-00:00:01")]
    [InlineData("LivenessTimeout", "2.00:00:00")]
    [InlineData("MaxOpenSocketsPerAgent", "0")]
    public void A_wrong_value_stops_the_start_by_name(string name, string value)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Options(new() { ["ElevenLabs:" + name] = value }));

        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
        if (name == "ApiKey") Assert.DoesNotContain(value, refusal.Message, StringComparison.Ordinal);
    }

    private static ElevenLabsOptions Options(Dictionary<string, string?> values)
    {
        var services = new ServiceCollection();
        services.AddElevenLabs(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
        return provider.GetRequiredService<IOptions<ElevenLabsOptions>>().Value;
    }
}
