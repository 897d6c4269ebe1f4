using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Storage;

namespace Orleans.WhatsApp.Faults;

/// <summary>
/// Chats that began to wait before the silo went away: the product's own rules decide what a contact wrote at a time that is past, and the product's own store
/// keeps it.
/// </summary>
internal sealed class Outage : IAsyncDisposable
{
    private readonly ServiceProvider _storage;

    /// <param name="folder">Of the embedded database; the silo is not running.</param>
    public Outage(string folder) => _storage = new ServiceCollection().AddSqliteStorage(folder).AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddLogging().BuildServiceProvider();

    /// <summary>One message of each writer, the first of them the oldest; each grace period is over.</summary>
    public async Task Write((TenantId Tenant, ChannelId Channel) number, IReadOnlyList<(string ChatId, string Phone, string MessageId, string Text)> writers, TimeSpan ago, TimeSpan spread)
    {
        await _storage.GetRequiredService<IStorageStartup>().Prepare(CancellationToken.None);
        var (store, first) = (_storage.GetRequiredService<IChatStore>(), DateTimeOffset.UtcNow - ago);
        await Task.WhenAll(writers.Select((writer, place) => Commit(store, number, writer, first + (spread * place / writers.Count))));
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    private static Task<long> Commit(IChatStore store, (TenantId Tenant, ChannelId Channel) number, (string ChatId, string Phone, string MessageId, string Text) writer, DateTimeOffset at)
    {
        var key = new ChatKey(number.Tenant, number.Channel, ChatId.Of(number.Channel, writer.ChatId));
        var before = ChatState.New(key, writer.ChatId);
        var wrote = new ChatInput.ContactWrote(writer.MessageId, writer.Text, at, new Contact("", writer.Phone, writer.ChatId), writer.ChatId);
        var decision = Chat.Decide(before, wrote, at, new ChatPolicy { GracePeriod = TimeSpan.FromSeconds(1) });
        var line = new TimelineEntry(at, decision.Rule, nameof(ChatInput.ContactWrote), before.Phase, decision.State.Phase, decision.State.Epoch, decision.State.Session!.Id);
        return store.Commit(new ChatCommit(key, 0, decision.State, decision.Effects, [], [line]) { Before = before });
    }
}
