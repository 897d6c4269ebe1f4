using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.WhatsApp.Agents.ElevenLabs;
using Orleans.WhatsApp.Channels.Unipile;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Feed;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Media;
using Orleans.WhatsApp.Storage;
using Orleans.WhatsApp.Storage.Channels;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>
/// What a chat costs in memory while it is active, and when it is not: the managed heap after a full collection, with the real grains in this process. SQLite's own
/// memory is not among it, and does not grow with the chats.
/// </summary>
internal static class MemoryTable
{
    private const int Chats = 5_000;
    private const int MessagesEach = 20;

    public static async Task Print(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("benchmark-").FullName;
        await Installation.Make(services => services.AddSqliteStorage(folder), TimeSpan.FromMinutes(30));
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(Installation.Settings().ToDictionary(one => one.Key.Replace("__", ":", StringComparison.Ordinal), one => (string?)one.Value));
        builder.Services.AddSqliteStorage(folder).AddSingleton(new SecretBox(new byte[32])).AddGrainServices()
            .AddUnipile(builder.Configuration).AddElevenLabs(builder.Configuration).AddMedia(builder.Configuration);
        builder.UseOrleans(silo => silo.UseLocalhostClustering().UseInMemoryReminderService().AddMemoryStreams(FeedHint.Provider));
        using var host = builder.Build();
        await host.StartAsync();
        // What is made once for all is no chat's.
        await Write(host.Services, from: 0, chats: 200);
        var before = Heap();
        await Write(host.Services, from: 200, Chats);
        var active = Heap();
        await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        var after = Heap();
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{Chats} active chats with {MessagesEach} messages each: {(active - before) / 1024.0 / Chats:F1} kB each; when they are not active any more: {(after - before) / 1024.0 / Chats:F1} kB each"));
        await host.StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task Write(IServiceProvider services, int from, int chats)
    {
        var (channel, inbox, grains) = (services.GetRequiredService<IChannel>(), services.GetRequiredService<IInbox>(), services.GetRequiredService<IGrainFactory>());
        var requests = new WebhookStream(1, from + chats).Requests(new Uri("http://127.0.0.1/webhooks/unipile"));
        await Parallel.ForEachAsync(Enumerable.Range(from, chats), async (chat, _) =>
        {
            var events = Enumerable.Range(0, MessagesEach).Select(message =>
            {
                byte[] request;
                lock (requests) request = requests.Write((message * (long)(from + chats)) + chat).ToArray();
                var body = request.AsMemory(request.AsSpan().IndexOf("\r\n\r\n"u8) + 4);
                var told = (InboundEvent.ToChat)channel.Receive(body, DateTimeOffset.UtcNow)[0].Event;
                return InboxEvent.Of(KeyOf(told), told, "unipile.webhook", body, DateTimeOffset.UtcNow);
            }).ToList();
            await inbox.Keep(events);
            await grains.GetGrain<IChatGrain>(events[0].Chat.ToString()).LookAgain();
        });
    }

    private static ChatKey KeyOf(InboundEvent.ToChat told)
    {
        var channel = ChannelKey.Of(Installation.Tenant, "unipile").Channel;
        return new ChatKey(Installation.Tenant, channel, ChatId.Of(channel, told.ProviderChatId));
    }

    private static long Heap()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
