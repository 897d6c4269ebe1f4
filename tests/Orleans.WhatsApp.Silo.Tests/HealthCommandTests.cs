using Microsoft.Extensions.Configuration;
using Orleans.WhatsApp.Silo.Health;
using Orleans.WhatsApp.Silo.Hosting;

namespace Orleans.WhatsApp.Silo;

public sealed class HealthCommandTests
{
    [Theory]
    [InlineData("urls", "http://+:8080", "http://127.0.0.1:8080")]
    [InlineData("urls", "http://*:8080", "http://127.0.0.1:8080")]
    [InlineData("urls", "http://0.0.0.0:8080", "http://127.0.0.1:8080")]
    [InlineData("urls", "http://[::]:8080", "http://127.0.0.1:8080")]
    [InlineData("urls", "http://localhost:8080", "http://127.0.0.1:8080")]
    [InlineData("urls", "http://[::1]:8080", "http://[::1]:8080")]
    [InlineData("urls", "http://10.1.2.3:8080/", "http://10.1.2.3:8080")]
    [InlineData("urls", "http://+:8080;http://+:8081", "http://127.0.0.1:8080")]
    [InlineData("http_ports", "8080;8081", "http://127.0.0.1:8080")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://+:8082", "http://127.0.0.1:8082")]
    public void The_own_front_door_is_asked_for_where_the_settings_put_it(string setting, string value, string expected) =>
        Assert.Equal(expected, HealthCommand.OwnAddress(new ConfigurationBuilder().AddInMemoryCollection([new(setting, value)]).Build()));

    [Fact]
    public void Without_any_setting_it_is_where_the_silo_listens_by_itself() =>
        Assert.Equal("http://127.0.0.1:5080", HealthCommand.OwnAddress(SiloHost.CreateBuilder([]).Configuration));

    [Fact]
    public void Only_the_first_word_makes_the_command()
    {
        Assert.True(HealthCommand.IsAsked(["health"]));
        Assert.True(HealthCommand.IsAsked(["health", "http://127.0.0.1:8080"]));
        Assert.False(HealthCommand.IsAsked([]));
        Assert.False(HealthCommand.IsAsked(["--urls", "health"]));
    }
}
