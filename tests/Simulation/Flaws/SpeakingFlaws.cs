using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Connections;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Simulation;

/// <summary>Who a message is from, whom it is for, and who may say anything at all.</summary>
internal static class SpeakingFlaws
{
    public static readonly Flaw[] All =
    [
        new("an echo is taken for a person")
        {
            Spoil = (services, _) => services.Around<IChannel>((method, _, go) =>
                go() is var result && method == nameof(IChannel.Read) && result is InboundEvent.ToChat { Input: ChatInput.OwnNumberWrote own } told && Names.WhoSaid(own.Message.Text) is "ai" or "op"
                    ? told with { Input = own with { Message = own.Message with { ProviderMessageId = own.Message.ProviderMessageId + "-echo", Text = own.Message.Text + "!" } } }
                    : result),
        },
        new("a person's message on the phone is old news")
        {
            Spoil = (services, _) => services.Around<IChannel>((method, _, go) =>
                go() is var result && method == nameof(IChannel.Read) && result is InboundEvent.ToChat { Input: ChatInput.OwnNumberWrote own } told && Names.WhoSaid(own.Message.Text) == "phone"
                    ? told with { Input = own with { Message = own.Message with { At = own.Message.At - TimeSpan.FromMinutes(50) } } }
                    : result),
        },
        new("after an outage nobody asks what people did")
        {
            Spoil = (services, _) => services.Around<IChannel>((method, _, go) => method == nameof(IChannel.Pull) ? Task.FromResult<IReadOnlyList<PulledEvent>?>([]) : go()),
        },
        new("an agent hears another chat's history")
        {
            Spoil = (services, _) =>
            {
                ChatKey? first = null;
                services.Around<IChatStore>((method, args, go) =>
                {
                    if (method != nameof(IChatStore.Context)) return go();
                    first ??= (ChatKey)args[0]!;
                    return Ports.Changed<IReadOnlyList<ContextMessage>>(
                        go(), own => first == (ChatKey)args[0]! ? own : [.. own, new ContextMessage(Sender.Contact, Names.Said("in", ChatOf(first), 1), default)]);
                });
            },
        },
        new("one tenant's agent answers for all")
        {
            Spoil = (services, _) => services.Around<IAgentConnector>((method, args, go) =>
            {
                if (method == nameof(IAgentConnector.Open)) args[0] = Names.AgentOf(Names.Tenants[0]);
                return go();
            }),
        },
        new("nobody minds switched-off agents and blacklists")
        {
            Spoil = (services, _) => services.Around<ITenantStore>((method, _, go) => method == nameof(ITenantStore.Load)
                ? Ports.Changed<TenantSettings?>(go(), settings => settings is null ? null : settings with { Blacklist = [], Agents = [.. settings.Agents.Select(agent => agent with { IsActive = true })] })
                : go()),
            Sql = statement => Flaw.Instead("and a.is_active)", ")")(Flaw.Instead("and b.match_key <> ''", "and 1 = 0")(statement)),
        },
    ];

    private static int ChatOf(ChatKey key) => Enumerable.Range(0, 20).First(chat => Names.KeyOf(chat) == key);
}
