using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Grains.Sweeps;
using Orleans.WhatsApp.Storage.Inbox;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Sqlite;

internal sealed class SqliteInboxIntake(IDatabase database, SqliteDatabase file, IntakeMeter meter) : IInboxIntake
{
    private const string Insert = """
        insert into inbox (tenant_id, channel_id, chat_id, shard, kind, provider_message_id, content_hash, format, received_at, body)
        values (@tenant, @channel, @chat, @shard, @kind, @provider_message_id, @content_hash, @format, @received_at, @body)
        on conflict do nothing
        """;

    public Task Keep(IReadOnlyList<InboxEvent> events) => events.Count == 0 ? Task.CompletedTask : database.Write(async session =>
    {
        foreach (var kept in events) await session.Execute(Row(kept));
        meter.TookPart(file.Commit, events.Count);
        return events.Count;
    });

    private static Statement Row(InboxEvent kept) => new(
        Insert,
        ("tenant", kept.Chat.Tenant.Value),
        ("channel", kept.Chat.Channel.Value),
        ("chat", kept.Chat.Chat.Value),
        ("shard", NameBasedId.Shard(kept.Chat.Chat.Value, ISweepStore.Shards)),
        ("kind", kept.Kind),
        ("provider_message_id", kept.ProviderMessageId),
        ("content_hash", kept.ContentHash),
        ("format", kept.Format),
        ("received_at", kept.ReceivedAt),
        ("body", kept.Body));
}
