using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Simulation;

/// <summary>Nothing lost and nothing twice: what is told is stored before, and on what it was decided on.</summary>
internal static class StoringFlaws
{
    public static readonly Flaw[] All =
    [
        new("a webhook is answered before it is stored")
        {
            Spoil = (services, world) => services.Around<IInbox>((method, _, go) =>
            {
                if (method != nameof(IInbox.Keep)) return go();
                world.Loop.After(TimeSpan.FromMilliseconds(500), () => go());
                return Task.CompletedTask;
            }),
        },
        new("no unique key, and no memory of what was seen")
        {
            Schema = "drop trigger inbox_receives; drop index messages_id; drop index messages_provider_id",
            Spoil = (services, _) => services.Around<IChatStore>((method, _, go) => method == nameof(IChatStore.Load)
                ? Ports.Changed<StoredChat?>(go(), chat => chat is null ? null : chat with { State = chat.State with { SeenIds = [] } })
                : go()),
        },
        new("an event is done before it is decided")
        {
            Spoil = (services, world) => services.Around<IInbox>((method, _, go) => method == nameof(IInbox.Undone)
                ? Ports.Changed<IReadOnlyList<InboxRow>>(go(), rows => Remove(world, rows))
                : go()),
        },
        new("effects are carried out before the commit")
        {
            Spoil = (services, world) => services.Around<IChatStore>((method, args, go) =>
            {
                if (method != nameof(IChatStore.Commit)) return go();
                world.Loop.After(TimeSpan.FromSeconds(1), () => go());
                return Task.FromResult(((ChatCommit)args[0]!).ExpectedVersion + 1);
            }),
        },
        new("a commit does not ask for the version") { Sql = Flaw.Instead("and channel_id = @channel and version = @expected_version", "and channel_id = @channel") },
        new("a take-over is confirmed and not stored") { Spoil = (services, _) => services.ForgetsWhat<ChatInput.OperatorTookOver>() },
        new("a release is confirmed and not stored") { Spoil = (services, _) => services.ForgetsWhat<ChatInput.OperatorReleased>() },
    ];

    private static IReadOnlyList<InboxRow> Remove(World world, IReadOnlyList<InboxRow> rows)
    {
        foreach (var row in rows) ((IDatabase)world.Database).Execute(new("delete from inbox where id = @id", ("id", row.Id))).GetAwaiter().GetResult();
        return rows;
    }
}
