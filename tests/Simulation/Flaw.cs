using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Grains.Sweeps;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Simulation;

/// <summary>A rule that is broken on purpose, to see that the simulation notices.</summary>
internal sealed record Flaw(string Name, Action<IServiceCollection, World> Spoil)
{
    public static readonly IReadOnlyList<Flaw> All =
    [
        new("an unclear send is repeated", (services, _) => Around<IChannel>(services, (method, _, go) =>
            method == nameof(IChannel.Send) ? Changed((Task<SendResult>)go()!, sent => sent is SendResult.Unclear unclear ? new SendResult.Postponed(unclear.Code) : sent) : go())),

        new("a look-up that finds nothing is not looked at twice", (services, _) => Around<IChannel>(services, (method, _, go) =>
            method == nameof(IChannel.FindSent) ? Task.FromResult<ImmutableArray<OwnNumberMessage>?>([]) : go())),

        new("an echo is a person", (services, _) => Around<IChannel>(services, (method, _, go) =>
            go() is var result && method == nameof(IChannel.Read) && result is InboundEvent.ToChat { Input: ChatInput.OwnNumberWrote own } told && Names.WhoSaid(own.Message.Text) is "ai" or "op"
                ? told with { Input = own with { Message = own.Message with { ProviderMessageId = own.Message.ProviderMessageId + "-echo", Text = own.Message.Text + "!" } } }
                : result)),

        new("a claim asks nothing", (services, world) => Around<IChatStore>(services, (method, args, go) =>
            method == nameof(IChatStore.Claim) ? TakeWhatever(world, (IntentId)args[1]!, (string)args[2]!, (DateTimeOffset)args[3]!) : go())),

        new("what is claimed is sent before the claim is stored", (services, world) => Around<IChatStore>(services, (method, _, go) =>
        {
            if (method != nameof(IChatStore.Claim)) return go();
            world.Loop.After(TimeSpan.FromSeconds(3), () => go());
            return Task.FromResult<ClaimResult>(new ClaimResult.Claimed());
        })),

        new("a webhook is answered before it is stored", (services, world) => Around<IInbox>(services, (method, _, go) =>
        {
            if (method != nameof(IInbox.Keep)) return go();
            world.Loop.After(TimeSpan.FromMilliseconds(500), () => go());
            return Task.CompletedTask;
        })),

        new("nobody looks for what was missed", (services, _) => Around<ISweepStore>(services, (method, _, go) =>
            method == nameof(ISweepStore.Backlog) ? go() : Task.FromResult<IReadOnlyList<ChatKey>>([]))),

        new("an agent hears another chat's history", (services, _) =>
        {
            ChatKey? first = null;
            Around<IChatStore>(services, (method, args, go) =>
            {
                if (method != nameof(IChatStore.Context)) return go();
                first ??= (ChatKey)args[0]!;
                return Changed((Task<IReadOnlyList<ContextMessage>>)go()!, own => first == (ChatKey)args[0]! ? own : [.. own, new ContextMessage(Sender.Contact, Names.Said("in", ChatOf(first), 1), default)]);
            });
        }),
    ];

    private static int ChatOf(ChatKey key) => Enumerable.Range(0, 20).First(chat => Names.KeyOf(chat) == key);

    private static async Task<T> Changed<T>(Task<T> task, Func<T, T> change) => change(await task);

    private static async Task<ClaimResult> TakeWhatever(World world, IntentId intent, string process, DateTimeOffset now)
    {
        await ((IDatabase)world.Database).Execute(new(
            "update outbox set status = 'claimed', claimed_by = @process, claimed_at = @now, updated_at = @now where intent_id = @intent",
            ("process", process), ("now", now), ("intent", intent.Value)));
        world.Promises.Claimed(intent.Value);
        return new ClaimResult.Claimed();
    }

    private static void Around<TPort>(IServiceCollection services, Around around) where TPort : class
    {
        var real = services.Last(service => service.ServiceType == typeof(TPort));
        services.Remove(real);
        services.AddSingleton(provider => Interception.Of(real.ImplementationInstance as TPort ?? (TPort)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!), around));
    }
}
