using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Agents.ElevenLabs;
using Orleans.WhatsApp.Grains.Connections;

namespace Orleans.WhatsApp.Agents.Tests.ElevenLabs;

/// <summary>The adapter as the host registers it. Waits that a test does not speak of are so long that the test fails if it depends on one.</summary>
internal sealed class Adapter : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public Adapter(Uri baseUrl, params (string Name, string Value)[] settings)
        : this(baseUrl, TimeProvider.System, settings) { }

    public Adapter(Uri baseUrl, TimeProvider time, params (string Name, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>
        {
            ["ElevenLabs:BaseUrl"] = baseUrl.ToString(),
            ["ElevenLabs:ApiKey"] = "key-1",
            ["ElevenLabs:InitTimeout"] = "00:01:00",
            ["ElevenLabs:GreetingWait"] = "00:00:00",
            ["ElevenLabs:RequestTimeout"] = "00:01:00",
        };
        foreach (var (name, value) in settings) values["ElevenLabs:" + name] = value;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(time);
        services.AddElevenLabs(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        _services = services.BuildServiceProvider();
    }

    public IAgentConnector Connector => _services.GetRequiredService<IAgentConnector>();

    public OpenSockets Sockets => _services.GetRequiredService<OpenSockets>();

    /// <summary>Tells this adapter's instruments from those of tests that run beside it.</summary>
    public object MeterScope => _services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();

    public FirstMessages FirstMessages => _services.GetRequiredService<FirstMessages>();

    public async Task<IAgentConversation> Open(Heard heard, string agent = "agent_1") =>
        await Connector.Open(agent, heard.Listen, CancellationToken.None).WaitAsync(Heard.Limit) switch
        {
            AgentOpening.Opened opened => opened.Conversation,
            AgentOpening.Failed failed => throw new InvalidOperationException($"not opened: {failed}"),
            _ => throw new InvalidOperationException(),
        };

    public async Task<AgentOpening.Failed> FailToOpen(Heard heard, string agent = "agent_1") =>
        Assert.IsType<AgentOpening.Failed>(await Connector.Open(agent, heard.Listen, CancellationToken.None).WaitAsync(Heard.Limit));

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
