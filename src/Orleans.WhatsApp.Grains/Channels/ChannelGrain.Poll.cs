using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Inbox;

namespace Orleans.WhatsApp.Grains.Channels;

/// <summary>
/// Providers that have to be asked. The grain is one in the cluster, so an account is never asked twice at once; a reminder brings it back wherever it was when
/// its silo died. Where polls of two activations meet all the same, the inbox knows each event.
/// </summary>
public sealed partial class ChannelGrain : IRemindable
{
    private const string PollReminder = "poll";
    private static readonly TimeSpan PollReminderPeriod = TimeSpan.FromMinutes(1);

    private IGrainTimer? _polling;
    private string? _cursor;
    private bool _isPolling;

    public Task ReceiveReminder(string reminderName, TickStatus status) => MindPolling();

    /// <summary>Only an account that is linked and running is asked.</summary>
    private async Task MindPolling()
    {
        if (Provider.Abilities.PollEvery is not { } every) return;
        if (!_account.IsLinked)
        {
            _polling?.Dispose();
            _polling = null;
            if (await this.GetReminder(PollReminder) is { } reminder) await this.UnregisterReminder(reminder);
            return;
        }

        // Its reminder comes each minute, and is there already.
        if (_polling is not null) return;
        await this.RegisterOrUpdateReminder(PollReminder, PollReminderPeriod, PollReminderPeriod);
        _polling ??= this.RegisterGrainTimer(Poll, new GrainTimerCreationOptions(every, every) { Interleave = true, KeepAlive = true });
    }

    private async Task Poll()
    {
        if (_isPolling || _account.Status is not ChannelStatus.Ok) return;
        _isPolling = true;
        try
        {
            await PollOnce(_account);
        }
        catch (Exception cause)
        {
            // Nothing is lost: the cursor stands where it stood.
            LogPollFailed(cause, _key.Channel);
        }
        finally
        {
            _isPolling = false;
        }
    }

    private async Task PollOnce(ChannelAccount account)
    {
        _cursor ??= await store.PollCursor(_key.Tenant, _key.Channel);
        using var stop = Limit();
        if (await Provider.Poll(account.AccountId, _cursor, stop.Token) is not { } polled || account.AccountId != _account.AccountId) return;

        await Take(account, polled.Events);
        if (polled.Cursor == _cursor) return;
        // Only now: what was told again is known, and what was never kept would not be told again.
        await store.SavePollCursor(_key.Tenant, _key.Channel, polled.Cursor);
        _cursor = polled.Cursor;
    }

    private async Task Take(ChannelAccount account, IReadOnlyList<ReceivedEvent> told)
    {
        if (told.Count == 0) return;
        var (events, now) = (new List<InboxEvent>(), clock.GetUtcNow());
        var isOn = (await GrainFactory.GetGrain<Tenants.ITenantGrain>(_key.Tenant.Value.ToString("N")).Facts("")).IsOn;
        foreach (var one in told)
        {
            switch (one.Event)
            {
                case InboundEvent.ToChat toChat when isOn && toChat.AccountId == account.AccountId:
                    events.Add(InboxEvent.Of(await addresses.Of(account, toChat), toChat, one.Format, one.Body, now));
                    break;
                case InboundEvent.AccountStatus { Status: { } status } report:
                    await StatusReported(report.AccountId, status);
                    break;
            }
        }

        if (events.Count > 0) await inbox.Keep(events);
        foreach (var chat in events.Select(one => one.Chat).Distinct()) await GrainFactory.GetGrain<IChatGrain>(chat.ToString()).InboxArrived();
    }

    [LoggerMessage(EventId = 3007, Level = LogLevel.Warning, Message = "Channel {ChannelId} could not be polled; the next poll goes on from the same place")]
    private partial void LogPollFailed(Exception cause, ChannelId channelId);
}
