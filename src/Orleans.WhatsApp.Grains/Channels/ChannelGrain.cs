using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Feed;
using Orleans.WhatsApp.Grains.Inbox;

namespace Orleans.WhatsApp.Grains.Channels;

/// <summary>A channel account's shell around its provider and its row.</summary>
[GrainType("channel")]
public sealed partial class ChannelGrain(
    IChannelStore store, ChatAddresses addresses, IInbox inbox, IEnumerable<IChannel> channels, OpenCalls calls, IOptionsMonitor<LiveSendOptions> liveSend,
    TimeProvider clock, ILogger<ChannelGrain> log)
    : Grain, IChannelGrain
{
    private const int ReplayBatch = 20;

    /// <summary>Making an account waits for WhatsApp's QR code, and one whose answer is not waited for is lost; but the caller of a grain waits only 30 s.</summary>
    private static readonly TimeSpan ProviderPatience = TimeSpan.FromSeconds(25);

    /// <summary>A QR code is scanned within minutes or not at all; the provider also reports it by webhook, if that can reach us.</summary>
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AskFor = TimeSpan.FromMinutes(6);

    /// <summary>However many people look at it at once.</summary>
    private static readonly TimeSpan AskAtMostEvery = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _changing = new(1);
    private ChannelKey _key = null!;
    private ChannelAccount _account = null!;
    private Pace? _pace;
    private IGrainTimer? _asking;
    private DateTimeOffset _askUntil;
    private DateTimeOffset? _askedAt;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = ChannelKey.Parse(this.GetPrimaryKeyString());
        _account = await store.Load(_key.Tenant, _key.Channel)
            ?? new ChannelAccount(_key.Tenant, _key.Channel, _key.ProviderAmong(channels.Select(channel => channel.Provider)), "", ChannelStatus.Disconnected, "", null, false);
        if (_account.Status is ChannelStatus.Pending) AskForAWhile();
        _pace = Provider.Abilities.AccountPace is { } rule ? new Pace(rule, clock.GetUtcNow()) : null;
        // Of one that is not linked a reminder that was left behind comes by itself, and goes then.
        if (_account.IsLinked) await MindPolling();
        // A process that died between the link and its replay has left events that their provider will not send again.
        if (_account.IsLinked) this.RegisterGrainTimer(ReplayUnlinked, new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
    }

    public Task<ChannelView> Read() => Task.FromResult(View());

    public Task<ConnectOutcome> Connect() => ConnectAccount(ConnectWith.Nothing);

    public async Task<ConnectOutcome> ConnectAccount(ConnectWith with)
    {
        // Events may come before the provider's answer does; they belong to this link already.
        var startedAt = clock.GetUtcNow();
        _askedAt = null;
        var known = _account.AccountId.Length > 0 ? _account.AccountId : null;
        using var stop = Limit();
        switch (await Provider.Connect(known, with, stop.Token))
        {
            case ConnectResult.Linked linked:
                var isSame = linked.AccountId == known;
                var isSaved = await Change(account => account with
                {
                    AccountId = linked.AccountId,
                    Status = linked.Status,
                    LinkedAt = isSame ? account.LinkedAt ?? startedAt : startedAt,
                    HasMigrated = account.HasMigrated || Provider.Abilities.ContactsHaveSeveralNames || (known is not null && !isSame),
                    Secret = with.Secret.Length > 0 ? with.Secret : account.Secret,
                });
                if (!isSaved) return new ConnectOutcome("account_taken", linked.AccountId, "", _account.Status);
                await MindPolling();
                await ReplayUnlinked();
                if (linked.Status is ChannelStatus.Pending) AskForAWhile();
                LogLinked(_key.Channel, linked.Status);
                return new ConnectOutcome("", linked.AccountId, linked.QrCode, linked.Status);

            case ConnectResult.Failed failed:
                return new ConnectOutcome(failed.Code, "", "", _account.Status);

            default:
                throw new InvalidOperationException("A channel answers Connect with one of its results.");
        }
    }

    public async Task<ChannelView> AllowLiveSend(bool? allow)
    {
        await Change(account => account with { AllowsLiveSend = allow });
        return View();
    }

    public async Task<ChannelView> Refresh()
    {
        // An account that only an import has told of may well be running, for the system that it came from.
        if (!_account.IsLinked) return View();
        var now = clock.GetUtcNow();
        if (_askedAt is { } askedAt && now >= askedAt && now - askedAt < AskAtMostEvery) return View();
        _askedAt = now;
        using var stop = Limit();
        if (await Provider.Status(_account.AccountId, stop.Token) is { } report)
            await Change(account => account with { Status = report.Status, Phone = report.Phone.Length > 0 ? report.Phone : account.Phone });
        return View();
    }

    public async Task<string> Disconnect()
    {
        if (!_account.IsLinked) return "not_connected";
        using var stop = Limit();
        if (!await Provider.Disconnect(_account.AccountId, stop.Token)) return "provider_failed";
        await Change(account => account with { AccountId = "", Status = ChannelStatus.Disconnected, Phone = "", LinkedAt = null, HasMigrated = true, Secret = "" });
        await MindPolling();
        return "";
    }

    public async Task<string> RegisterWebhook(string url)
    {
        using var stop = Limit();
        return await Provider.RegisterWebhook(_account.AccountId, url, stop.Token) ?? "";
    }

    public async Task StatusReported(string accountId, ChannelStatus status)
    {
        if (accountId != _account.AccountId || status == _account.Status) return;
        LogStatus(_key.Channel, _account.Status, status);
        await Change(account => accountId == account.AccountId ? account with { Status = status } : account);
    }

    public Task MessageArrived(string accountId) =>
        _account.Status is ChannelStatus.Pending or ChannelStatus.Connecting ? StatusReported(accountId, ChannelStatus.Ok) : Task.CompletedTask;

    public Task<TimeSpan> ReserveSend() => Task.FromResult(_pace?.Reserve(clock.GetUtcNow()) ?? TimeSpan.Zero);

    private void AskForAWhile()
    {
        _askUntil = clock.GetUtcNow() + AskFor;
        _asking ??= this.RegisterGrainTimer(AskWhilePending, new GrainTimerCreationOptions(AskEvery, AskEvery));
    }

    private async Task AskWhilePending()
    {
        if (_account.Status is ChannelStatus.Pending && clock.GetUtcNow() < _askUntil)
        {
            await Refresh();
            return;
        }

        _asking?.Dispose();
        _asking = null;
    }

    private IChannel Provider => channels.First(channel => channel.Provider == _account.Provider);

    private CancellationTokenSource Limit() => new(ProviderPatience, clock);

    /// <summary>
    /// One change after the other, each on what the one before left: a status may be reported while a link is being made or ended, and must not bring
    /// back what that has replaced. False if the account is another tenant's.
    /// </summary>
    private async Task<bool> Change(Func<ChannelAccount, ChannelAccount> change)
    {
        await _changing.WaitAsync();
        try
        {
            var account = change(_account);
            if (account == _account) return true;
            if (!await store.Save(account)) return false;
            _account = account;
            _ = GrainFactory.Feed(_key.Tenant).Changed();
            return true;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>What came before the link was known goes the ordinary way; a crash in between replays it, and the inbox knows it already.</summary>
    private async Task ReplayUnlinked()
    {
        for (var kept = await Kept(); kept.Count > 0; kept = await Kept())
        {
            var events = new List<InboxEvent>();
            foreach (var one in kept)
                if (await AsInboxEvent(one) is { } told) events.Add(told);
            if (events.Count > 0) await inbox.Keep(events);
            await inbox.ForgetUnlinked([.. kept.Select(one => one.Id)]);
            foreach (var chat in events.Select(one => one.Chat).Distinct()) await GrainFactory.GetGrain<IChatGrain>(chat.ToString()).InboxArrived();
        }

        Task<IReadOnlyList<UnlinkedEvent>> Kept() => inbox.Unlinked(_account.Provider, _account.AccountId, ReplayBatch);
    }

    private async Task<InboxEvent?> AsInboxEvent(UnlinkedEvent kept) => Provider.Read(kept.Format, kept.Body, kept.ReceivedAt) is InboundEvent.ToChat read
        ? InboxEvent.Of(await addresses.Of(_account, read), read, kept.Format, kept.Body, kept.ReceivedAt)
        : null;

    /// <summary>Neither the installation nor the tenant has switched it off.</summary>
    private bool AllowsLiveSend => liveSend.CurrentValue.AllowLiveSend && _account.AllowsLiveSend != false;

    private ChannelView View() => new(_account.Provider, _account.AccountId, _account.Status, _account.Phone, _account.LinkedAt, _account.HasMigrated)
    {
        AllowsLiveSend = AllowsLiveSend,
        LiveSendSetting = _account.AllowsLiveSend,
    };

    [LoggerMessage(EventId = 3000, Level = LogLevel.Information, Message = "Channel {ChannelId} was linked; status {Status}")]
    private partial void LogLinked(ChannelId channelId, ChannelStatus status);

    [LoggerMessage(EventId = 3001, Level = LogLevel.Information, Message = "Channel {ChannelId} went from {Before} to {After}")]
    private partial void LogStatus(ChannelId channelId, ChannelStatus before, ChannelStatus after);
}
