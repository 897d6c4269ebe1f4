using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Channels.Wappi;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Channels.Tests.Wappi;

/// <summary>In Wappi's place.</summary>
internal sealed class FakeWappi() : FakeProvider(404, """{"status":"error","detail":"not found"}""")
{
    public KnownAccounts Accounts { get; } = new();

    public FakeFiles Files { get; } = new();

    public static Task<FakeWappi> Start() => Started(new FakeWappi());

    public IChannel Channel(params (string Name, string Value)[] settings)
    {
        var values = new Dictionary<string, string?> { ["Wappi:BaseUrl"] = Url, ["Wappi:Token"] = "installation", ["Wappi:SendTimeout"] = "00:00:10" };
        foreach (var (name, value) in settings) values[$"Wappi:{name}"] = value;
        return new ServiceCollection().AddLogging().AddWappi(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .AddSingleton<IChannelStore>(Accounts).AddSingleton<IMediaFetcher>(Files).BuildServiceProvider().GetRequiredService<IChannel>();
    }
}

internal static class AskedOfWappi
{
    extension(Asked asked)
    {
        /// <summary>The path without its query.</summary>
        public string Call => asked.Path.Split('?')[0];

        public Dictionary<string, string> Query => QueryHelpers.ParseQuery(asked.Path[asked.Call.Length..]).ToDictionary(one => one.Key, one => one.Value.ToString());

        public string Token => asked.Header("Authorization");

        public JsonObject Json => JsonNode.Parse(asked.Body)!.AsObject();
    }
}
