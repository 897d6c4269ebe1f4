using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using Orleans.Runtime;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Feed;
using Orleans.WhatsApp.Grains.Inbox;

namespace Orleans.WhatsApp.Grains.Sweeps;

/// <summary>
/// One shard's safety net: deadlines that came or come within a second, inbox rows nobody has decided, sends nobody has claimed or whose claimer is gone.
/// Oldest first and bounded in each round, so that a backlog is worked off at a steady pace. Deadlines that an outage has left behind wait for one another
/// (<see cref="Overdue"/>): each costs a question to the provider, which must not take long because a thousand others ask as well.
/// </summary>
[GrainType("sweep"), HashBasedPlacement]
public sealed partial class SweepGrain(
    ISweepStore store, IFeedStore feeds, IInbox inbox, LookGate gate, TimeProvider clock, IOptionsMonitor<ChatOptions> options, ILogger<SweepGrain> log)
    : Grain, ISweepGrain, IRemindable
{
    private const int PerRound = 64;
    private const int SlowEvery = 5;

    /// <summary>While deadlines wait for their turn they are looked for so many times in the time of a round.</summary>
    private const int LooksPerRound = 4;
    private const int MostTurnsAtStake = 1_000;
    private const string KeepAlive = "keep-alive";
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FeedPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UnlinkedFor = TimeSpan.FromHours(24);

    /// <summary>A chat that hangs, on a silo that stands still or is gone, is left behind by its round and by the following ones.</summary>
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(2);

    private readonly Dictionary<ChatKey, DateTimeOffset> _failing = [];
    private readonly Overdue _overdue = new();
    private readonly HashSet<ChatKey> _waking = [];
    private readonly HashSet<ChatKey> _inLine = [];
    private readonly Queue<ChatKey> _turnsAtStake = [];
    private bool _isKeptAlive;
    private bool _looksForEverything = true;
    private IGrainTimer? _timer;
    private int _shard;
    private int _looks;
    private int _rounds;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _shard = int.Parse(this.GetPrimaryKeyString(), System.Globalization.CultureInfo.InvariantCulture);
        _timer = this.RegisterGrainTimer(Sweep, new GrainTimerCreationOptions(TimeSpan.Zero, options.CurrentValue.SweepInterval) { KeepAlive = true });
        return Task.CompletedTask;
    }

    public async Task Start()
    {
        if (_isKeptAlive) return;
        await this.RegisterOrUpdateReminder(KeepAlive, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        _isKeptAlive = true;
    }

    public Task SiloGone()
    {
        _looksForEverything = true;
        // They may have failed only because they were on that silo.
        _failing.Clear();
        _overdue.Forget();
        return Start();
    }

    /// <summary>Being called is enough: the activation brings its timer along.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    private async Task Sweep()
    {
        var isRound = !_overdue.IsLong || ++_looks % LooksPerRound == 0;
        try
        {
            var due = await FindDue(isRound);
            foreach (var chat in due.TheirTurn) _ = Wake(chat, isMissed: true);
            if (isRound) await Round(due.Fresh);
        }
        catch (Exception cause)
        {
            // The database is away; the next round asks again.
            LogSweepFailed(cause, _shard);
        }

        if (isRound) _rounds++;
        var every = options.CurrentValue.SweepInterval;
        _timer!.Change(_overdue.IsLong ? every / LooksPerRound : every, every);
    }

    /// <param name="due">Deadlines of this moment: a long backlog is not a reason to be late for them.</param>
    private async Task Round(IReadOnlyList<ChatKey> due)
    {
        var found = await Find();
        var round = Task.WhenAll(due.Concat(found.Chats).Where(IsDue).Distinct().Select(chat => Wake(chat, found.Missed.Contains(chat))));
        // Not waited for: deadlines do not stand in that line.
        foreach (var chat in found.WithUndoneInbox.Where(chat => IsDue(chat) && _inLine.Add(chat))) _ = WakeInTurn(chat);
        await InGoodTime(round);
        if (_shard == 0) await NumberWhatWasMissed();
    }

    /// <summary>Each commit says so to its tenant's feed; these are the changes of those whose word was lost.</summary>
    private async Task NumberWhatWasMissed()
    {
        foreach (var tenant in await feeds.TenantsWithChanges(clock.GetUtcNow() - FeedPatience, PerRound)) _ = GrainFactory.Feed(tenant).Changed();
    }

    private async Task InGoodTime(Task round)
    {
        try
        {
            await round.WaitAsync(LongestRound, clock);
        }
        catch (TimeoutException)
        {
            // The chats that are still at it say for themselves how that ends.
        }
    }

    private async Task<(IReadOnlyList<ChatKey> TheirTurn, IReadOnlyList<ChatKey> Fresh)> FindDue(bool isRound)
    {
        var now = clock.GetUtcNow();
        foreach (var (chat, _) in _failing.Where(entry => entry.Value <= now).ToList()) _failing.Remove(chat);
        var (overdue, soon) = (now - ChatOptions.CatchUpAfter, now + options.CurrentValue.SweepInterval);
        var limit = PerRound + _failing.Count + _waking.Count + _overdue.UnderWay;
        var due = await store.DueChats(_shard, soon, limit);
        var (theirTurn, over) = _overdue.Next([.. due.TakeWhile(chat => chat.At <= overdue).Select(chat => chat.Chat)], IsDue, now);
        // Others first, or a few that cannot be decided would keep everybody waiting.
        foreach (var chat in over) LeaveAlone(chat, now);
        if (isRound && due.Count == limit) due = await store.DueChats(_shard, soon, PerRound + _failing.Count + _waking.Count, overdue);
        return (theirTurn, [.. due.Where(chat => chat.At > overdue).Select(chat => chat.Chat)]);
    }

    private async Task<Found> Find()
    {
        var now = clock.GetUtcNow();
        var limit = PerRound + _failing.Count + _waking.Count + _inLine.Count;
        var everything = _looksForEverything;
        _looksForEverything = false;
        try
        {
            return await Find(now, limit, everything);
        }
        catch
        {
            _looksForEverything |= everything;
            throw;
        }
    }

    private async Task<Found> Find(DateTimeOffset now, int limit, bool everything)
    {
        var patience = everything ? TimeSpan.Zero : Patience;
        var (chats, missed) = (new List<ChatKey>(), new HashSet<ChatKey>());
        var isSlowRound = everything || _rounds % SlowEvery == 0;
        var withUndoneInbox = isSlowRound || !gate.IsBusy ? await store.ChatsWithUndoneInbox(_shard, now - patience, limit) : [];
        if (everything)
            foreach (var chat in await store.ChatsThatMayWaitForTheAgent(_shard, now + options.CurrentValue.AnswerTimeout, MostTurnsAtStake)) _turnsAtStake.Enqueue(chat);
        for (var taken = 0; taken < PerRound && _turnsAtStake.TryDequeue(out var chat); taken++) chats.Add(chat);
        if (!isSlowRound) return new(chats, missed, withUndoneInbox);

        missed.UnionWith(await store.ChatsWithReadySends(_shard, now, now - patience, limit));
        missed.UnionWith(await store.ChatsWithOrphanedSends(_shard, now - options.CurrentValue.LongestClaim, limit));
        chats.AddRange(missed);
        if (_shard == 0 && _rounds % 600 == 0) await inbox.DropUnlinked(now - UnlinkedFor);
        return new(chats, missed, withUndoneInbox);
    }

    /// <summary>A chat that fails is left alone for a while, so that it cannot keep the others from their turn.</summary>
    private bool IsDue(ChatKey chat) => !_failing.ContainsKey(chat) && !_waking.Contains(chat);

    private void LeaveAlone(ChatKey chat, DateTimeOffset now)
    {
        if (_failing.Count < 10 * PerRound) _failing[chat] = now + RetryAfter;
    }

    private async Task WakeInTurn(ChatKey chat)
    {
        await gate.Enter(chat);
        try
        {
            await Wake(chat, isMissed: false);
        }
        finally
        {
            gate.Leave();
            _inLine.Remove(chat);
        }
    }

    private async Task Wake(ChatKey chat, bool isMissed)
    {
        _waking.Add(chat);
        try
        {
            var grain = GrainFactory.GetGrain<IChatGrain>(chat.ToString());
            await (isMissed ? grain.LookAfresh() : grain.LookAgain());
        }
        catch (Exception cause)
        {
            LogWakeFailed(cause, chat.Chat);
            _overdue.Failed(chat);
            LeaveAlone(chat, clock.GetUtcNow());
        }
        finally
        {
            _waking.Remove(chat);
        }
    }

    /// <param name="Missed">Those for whom the time that their own timers have is over: what their activations believe may not be so.</param>
    /// <param name="WithUndoneInbox">They wait among those whose hints have come: a long backlog is not a reason to do more at a time.</param>
    private sealed record Found(IReadOnlyList<ChatKey> Chats, IReadOnlySet<ChatKey> Missed, IReadOnlyList<ChatKey> WithUndoneInbox);

    [LoggerMessage(EventId = 1200, Level = LogLevel.Warning, Message = "Sweep of shard {Shard} failed")]
    private partial void LogSweepFailed(Exception cause, int shard);

    [LoggerMessage(EventId = 1201, Level = LogLevel.Warning, Message = "Chat {ChatId} could not look again")]
    private partial void LogWakeFailed(Exception cause, ChatId chatId);
}
