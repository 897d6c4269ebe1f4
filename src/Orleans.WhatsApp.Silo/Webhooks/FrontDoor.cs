using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Inbox;

namespace Orleans.WhatsApp.Silo.Webhooks;

/// <summary>
/// Brings what a provider reports to where it is safe. The provider gets its 200 after that and not before, since it will not send it
/// again.
/// </summary>
internal sealed partial class FrontDoor(
    IInbox inbox, ChatAddresses addresses, LinkedAccounts accounts, RunningTenants tenants, IGrainFactory grains, LookGate gate, FrontDoorMeter meter,
        TimeProvider clock, ILogger<FrontDoor> log)
{
    /// <summary>Providers wait some 30 s; a database that takes longer than this is as good as away.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The sender going away does not end this: a commit is finished once begun.</summary>
    /// <param name="account">Whose events the sender may tell; null: anybody's.</param>
    public async Task<Intake> Receive(IChannel channel, ReadOnlyMemory<byte> body, string? account = null)
    {
        var receiving = Bring(channel, body, account, clock.GetUtcNow());
        try
        {
            var fates = await receiving.WaitAsync(Patience, clock);
            foreach (var (intake, reason) in fates) meter.Count(intake, reason);
            return OfAll(fates);
        }
        catch (Exception cause)
        {
            meter.Count(Intake.Failed);
            LogNotKept(cause, channel.Provider);
            _ = receiving.ContinueWith(static late => late.Exception, TaskScheduler.Default);
            return Intake.Failed;
        }
    }

    public void Refused(Intake intake) => meter.Count(intake);

    /// <summary>All that a body holds for chats is kept in one commit, so that a provider that is asked to come again never finds half of it done.</summary>
    /// <returns>What became of each.</returns>
    private async Task<IReadOnlyList<(Intake Intake, string Reason)>> Bring(IChannel channel, ReadOnlyMemory<byte> body, string? account, DateTimeOffset now)
    {
        gate.WebhookComes();
        try
        {
            var told = channel.Receive(body, now);
            var (fates, kept) = (new List<(Intake, string)>(told.Count), new List<InboxEvent>(told.Count));
            foreach (var one in told) fates.Add(MayTell(account, one.Event) ? await Sort(channel, one, kept, now) : (Intake.Discarded, "foreign_account"));

            if (kept.Count > 0) await inbox.Keep(kept);
            for (var i = 0; i < kept.Count; i++)
            {
                // Mostly one body is about one chat.
                if (i > 0 && kept[i].Chat == kept[i - 1].Chat) continue;
                if (!gate.IsInLine(kept[i].Chat)) _ = Hint(kept[i].Chat);
            }

            return fates;
        }
        finally
        {
            gate.WebhookIsSafe();
        }
    }

    private static bool MayTell(string? account, InboundEvent told) => account is null || told switch
    {
        InboundEvent.ToChat toChat => toChat.AccountId == account,
        InboundEvent.AccountStatus status => status.AccountId == account,
        _ => true,
    };

    private static Intake OfAll(IReadOnlyList<(Intake Intake, string Reason)> fates) =>
        fates.Any(fate => fate.Intake == Intake.Kept) ? Intake.Kept
        : fates is [(Intake.Malformed, _)] ? Intake.Malformed
        : Intake.Discarded;

    private ValueTask<(Intake Intake, string Reason)> Sort(IChannel channel, ReceivedEvent one, List<InboxEvent> kept, DateTimeOffset now) => one.Event switch
    {
        InboundEvent.ToChat toChat => ToChat(channel, toChat, one, kept, now),
        InboundEvent.AccountStatus status => Status(channel, status),
        InboundEvent.Discarded discarded => ValueTask.FromResult((Intake.Discarded, discarded.Reason)),
        InboundEvent.Malformed => ValueTask.FromResult((Intake.Malformed, "")),
        _ => throw new InvalidOperationException("A channel reads a body as one of its events."),
    };

    private async ValueTask<(Intake, string)> Status(IChannel channel, InboundEvent.AccountStatus report)
    {
        if (report.Status is not { } status) return (Intake.Discarded, "unknown_status");
        if (await accounts.Find(channel.Provider, report.AccountId) is not { } account) return (Intake.Discarded, "unlinked_status");
        await ChannelOf(account).StatusReported(report.AccountId, status);
        return (Intake.Status, "");
    }

    private async ValueTask<(Intake, string)> ToChat(IChannel channel, InboundEvent.ToChat toChat, ReceivedEvent one, List<InboxEvent> kept, DateTimeOffset now)
    {
        if (await accounts.Find(channel.Provider, toChat.AccountId) is { } known) return await Keep(known);

        // Keep it first and look again after: a link made meanwhile either replays it or is seen here.
        var isKept = await inbox.KeepUnlinked(channel.Provider, toChat.AccountId, one.Format, one.Body, now);
        if (await accounts.FindNow(channel.Provider, toChat.AccountId) is { } linked) return await Keep(linked);
        return isKept ? (Intake.Unlinked, "") : (Intake.Discarded, "too_many_unlinked");

        async ValueTask<(Intake, string)> Keep(ChannelAccount account)
        {
            if (!await tenants.IsOn(account.Tenant)) return (Intake.Discarded, "feature_off");

            if (account.Status != ChannelStatus.Ok) await ChannelOf(account).MessageArrived(toChat.AccountId);
            kept.Add(InboxEvent.Of(await addresses.Of(account, toChat), toChat, one.Format, one.Body, now));
            return (Intake.Kept, "");
        }
    }

    private IChannelGrain ChannelOf(ChannelAccount account) => grains.GetGrain<IChannelGrain>(new ChannelKey(account.Tenant, account.Channel).ToString());

    /// <summary>Only saves time: what is kept is found by a sweep as well.</summary>
    private async Task Hint(ChatKey chat)
    {
        try
        {
            await grains.GetGrain<IChatGrain>(chat.ToString()).InboxArrived();
        }
        catch (Exception cause)
        {
            LogHintLost(cause, chat.Chat);
        }
    }

    [LoggerMessage(EventId = 5100, Level = LogLevel.Error,
        Message = "An event of {Provider} could not be kept; the provider is asked to send it again")]
    private partial void LogNotKept(Exception cause, string provider);

    [LoggerMessage(EventId = 5101, Level = LogLevel.Warning, Message = "Chat {ChatId} did not take the hint; a sweep will find what came")]
    private partial void LogHintLost(Exception cause, ChatId chatId);
}

/// <summary>What became of one webhook.</summary>
internal enum Intake
{
    Kept,
    Unlinked,
    Status,
    Discarded,
    Malformed,
    TooLarge,
    Unauthorized,
    Failed,
}
