using System.Collections.Immutable;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;

namespace Orleans.WhatsApp.Simulation;

/// <summary>Once, in order, and only what may still be said.</summary>
internal static class SendingFlaws
{
    /// <summary>As the claim has it, and no other statement.</summary>
    private const string IsReady = "and status = 'ready'\n  and exists";

    public static readonly Flaw[] All =
    [
        new("an unclear send is repeated")
        {
            Spoil = (services, _) => services.Around<IChannel>((method, _, go) => method == nameof(IChannel.Send)
                ? Ports.Changed<SendResult>(go(), sent => sent is SendResult.Unclear unclear ? new SendResult.Postponed(unclear.Code) : sent)
                : go()),
        },
        new("whoever looks for an unclear send never finds it")
        {
            Spoil = (services, _) => services.Around<IChannel>((method, _, go) =>
                method == nameof(IChannel.FindSent) ? Task.FromResult<ImmutableArray<OwnNumberMessage>?>([]) : go()),
        },
        new("a photo that comes back is no send's")
        {
            Spoil = (services, _) => services.Around<IChannel>((method, _, go) => method switch
            {
                nameof(IChannel.FindSent) => Ports.Changed<ImmutableArray<OwnNumberMessage>?>(go(), found => found?.RemoveAll(one => !one.Attachments.IsEmpty)),
                nameof(IChannel.Read) when go() is InboundEvent.ToChat { Input: ChatInput.OwnNumberWrote { Message: { Attachments: [var photo] } message } own } told =>
                    told with { Input = own with { Message = message with { Attachments = [photo, photo] } } },
                _ => go(),
            }),
        },
        new("a refused send counts as sent")
        {
            Spoil = (services, _) => services.Around<IChannel>((method, _, go) => method == nameof(IChannel.Send)
                ? Ports.Changed<SendResult>(go(), sent => sent is SendResult.Refused ? new SendResult.Accepted(null) : sent)
                : go()),
        },
        new("no epoch check, and a take-over withdraws nothing")
        {
            Sql = Flaw.Instead("and c.epoch = outbox.epoch", ""),
            Spoil = (services, _) => services.Around<IChatStore>((method, args, go) =>
            {
                if (method != nameof(IChatStore.Commit) || args[0] is not ChatCommit { Before: { } before } commit) return go();
                var withdrawn = commit.Effects.OfType<ChatEffect.WithdrawSend>().Where(effect => effect.Reason == "taken_over").Select(effect => effect.Intent).ToHashSet();
                if (withdrawn.Count == 0) return go();
                args[0] = commit with
                {
                    State = commit.State with { Sends = [.. commit.State.Sends, .. before.Sends.Where(send => withdrawn.Contains(send.Intent))] },
                    Effects = [.. commit.Effects.Where(effect => effect is not ChatEffect.WithdrawSend { Reason: "taken_over" })],
                };
                return AnswerLost((Task<long>)go()!);
            }),
        },
        new("a claim takes what another one has taken") { Sql = Flaw.Instead(IsReady, "and status <> 'withdrawn' and exists") },
        new("a send is made before its claim is stored")
        {
            Spoil = (services, world) => services.Around<IChatStore>((method, _, go) =>
            {
                if (method != nameof(IChatStore.Claim)) return go();
                world.Loop.After(TimeSpan.FromSeconds(3), () => go());
                return Task.FromResult<ClaimResult>(new ClaimResult.Claimed());
            }),
        },
        new("what was said last is sent first")
        {
            Spoil = (services, _) => services.Around<IChatStore>((method, _, go) => method == nameof(IChatStore.Load)
                ? Ports.Changed<StoredChat?>(go(), chat => chat is null ? null : chat with { State = chat.State with { Sends = [.. chat.State.Sends.Reverse()] } })
                : go()),
        },
    ];

    /// <summary>So the chat reads back what is stored: its memory is not a port's to change.</summary>
    private static async Task<long> AnswerLost(Task<long> commit)
    {
        await commit;
        throw new IOException("The connection broke before the answer came.");
    }

}
