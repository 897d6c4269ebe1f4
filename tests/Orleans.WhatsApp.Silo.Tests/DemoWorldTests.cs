using Microsoft.Extensions.Configuration;
using Orleans.WhatsApp.Silo.Demo;

namespace Orleans.WhatsApp.Silo;

public sealed class DemoWorldTests
{
    [Fact]
    public async Task With_nothing_set_there_is_a_demo_and_the_settings_lead_to_it()
    {
        var settings = Settings();
        await using var world = await DemoWorld.StartIfWanted(settings);
        Assert.Equal((world?.Url.ToString(), "true"), (settings["Unipile:BaseUrl"], settings["Demo:Enabled"]));
    }

    [Theory]
    [InlineData("Unipile:BaseUrl"), InlineData("Unipile:ApiKey"), InlineData("Unipile:WebhookSecret"), InlineData("Meta:AppSecret"), InlineData("Meta:AccessToken"), InlineData("Meta:VerifyToken")]
    [InlineData("Wappi:BaseUrl"), InlineData("Wappi:Token"), InlineData("Wappi:WebhookSecret"), InlineData("ElevenLabs:BaseUrl"), InlineData("ElevenLabs:ApiKey"), InlineData("Webhooks:PublicUrl")]
    public async Task Whoever_has_set_anything_of_the_real_world_gets_none(string name)
    {
        var settings = Settings((name, "set"));
        Assert.Null(await DemoWorld.StartIfWanted(settings));
        Assert.Null(settings["Demo:Enabled"]);
    }

    [Fact]
    public async Task Whoever_asks_for_a_demo_gets_one_all_the_same()
    {
        await using var world = await DemoWorld.StartIfWanted(Settings(("Demo:Enabled", "true"), ("Webhooks:PublicUrl", "https://wa.example.com")));
        Assert.NotNull(world);
    }

    private static ConfigurationManager Settings(params (string Name, string Value)[] set)
    {
        var settings = new ConfigurationManager();
        settings.AddInMemoryCollection(set.ToDictionary(one => one.Name, one => (string?)one.Value));
        return settings;
    }
}
