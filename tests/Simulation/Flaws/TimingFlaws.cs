using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains;
using Orleans.WhatsApp.Grains.Sweeps;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Simulation;

/// <summary>Deadlines that are met once, neither early nor late, whatever dies.</summary>
internal static class TimingFlaws
{
    public static readonly Flaw[] All =
    [
        new("nobody looks for what was missed")
        {
            Spoil = (services, _) => services.Around<ISweepStore>((method, _, go) => method switch
            {
                nameof(ISweepStore.Backlog) => go(),
                nameof(ISweepStore.DueChats) => Nothing<DueChat>(),
                _ => Nothing<ChatKey>(),
            }),
        },
        new("reminders come after the commit, sweeps are blind")
        {
            Spoil = (services, world) =>
            {
                services.Around<ISweepStore>((method, _, go) => method switch
                {
                    nameof(ISweepStore.DueChats) => Ports.Changed<IReadOnlyList<DueChat>>(go(), due => [.. due.Where(one => !HasSession(world, one.Chat))]),
                    nameof(ISweepStore.ChatsThatMayWaitForTheAgent) => Nothing<ChatKey>(),
                    _ => go(),
                });
                services.Around<IReminderTable>((method, _, go) =>
                {
                    if (method != nameof(IReminderTable.UpsertRow)) return go();
                    world.Loop.After(TimeSpan.FromSeconds(2), () => go());
                    return Task.FromResult<string?>("later");
                });
            },
        },
        new("a session's reminder outlives it")
        {
            Spoil = (services, _) => services.Around<IReminderTable>((method, _, go) => method == nameof(IReminderTable.RemoveRow) ? Task.FromResult(true) : go()),
        },
        new("a cancelled timer leaves its deadline in the row") { Sql = Flaw.Instead("next_deadline_at = @next_deadline_at", "next_deadline_at = coalesce(@next_deadline_at, next_deadline_at)") },
        Of("a buffer has no cap", options => options.MessageBufferCap = TimeSpan.FromDays(1)),
        Of("people get no time to answer", options => (options.MinGracePeriod, options.MaxGracePeriod) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1))),
        Of("people get more time than was set", options => options.MinGracePeriod = TimeSpan.FromMinutes(4)),
        Of("what comes days late wakes the agent", options => options.StaleAfter = TimeSpan.FromDays(365)),
        Of("a session has no end", options => options.InactivityTimeout = TimeSpan.FromDays(7)),
    ];

    private static Flaw Of(string name, Action<ChatOptions> spoil) => new(name) { Spoil = (services, _) => services.PostConfigure(spoil) };

    private static Task<IReadOnlyList<T>> Nothing<T>() => Task.FromResult<IReadOnlyList<T>>([]);

    private static bool HasSession(World world, ChatKey chat) => ((IDatabase)world.Database)
        .Query(new("select 1 from chats where id = @chat and session_id is not null", ("chat", chat.Chat.Value)), row => row.Number(0)).GetAwaiter().GetResult().Count > 0;
}
