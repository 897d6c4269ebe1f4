using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Feed;

/// <summary>The one who numbers a tenant's feed. A second activation is held back by the feed's head row, so this one only has to be prompt.</summary>
[GrainType("feed")]
public sealed partial class FeedGrain(IFeedStore store, ILogger<FeedGrain> log) : Grain, IFeedGrain
{
    private TenantId _tenant;
    private IFeedGrain _self = null!;
    private bool _isNumberingQueued;
    private bool _isHinting;
    private long _last;
    private long _hinted;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _tenant = new TenantId(Guid.ParseExact(this.GetPrimaryKeyString(), "N"));
        _self = this.AsReference<IFeedGrain>();
        return Task.CompletedTask;
    }

    public Task Changed()
    {
        if (_isNumberingQueued) return Task.CompletedTask;
        _isNumberingQueued = true;
        _ = NumberBeside();
        return Task.CompletedTask;
    }

    public async Task<long> Number()
    {
        _isNumberingQueued = false;
        _last = await store.Number(_tenant);
        // Not waited for: the streams of a silo that is going away may take long, and the database has the numbers already.
        if (_hinted < _last && !_isHinting) _ = HintBeside();
        return _last;
    }

    private async Task NumberBeside()
    {
        try
        {
            await _self.Number();
        }
        catch (Exception cause)
        {
            // A call that was given up before its turn came has said so nowhere else.
            _isNumberingQueued = false;
            LogNotNumbered(cause, _tenant);
        }
    }

    private async Task HintBeside()
    {
        _isHinting = true;
        try
        {
            var stream = this.GetStreamProvider(FeedHint.Provider).GetStream<FeedHint>(StreamId.Create(FeedHint.Namespace, this.GetPrimaryKeyString()));
            while (_hinted < _last)
            {
                var last = _last;
                await stream.OnNextAsync(new FeedHint(last));
                _hinted = last;
            }
        }
        catch (Exception cause)
        {
            LogNotHinted(cause, _tenant);
        }
        finally
        {
            _isHinting = false;
        }
    }

    [LoggerMessage(EventId = 1300, Level = LogLevel.Warning, Message = "The feed of tenant {TenantId} could not be numbered; a sweep asks again")]
    private partial void LogNotNumbered(Exception cause, TenantId tenantId);

    [LoggerMessage(EventId = 1301, Level = LogLevel.Warning, Message = "Those who watch tenant {TenantId} could not be told of news; they look by themselves")]
    private partial void LogNotHinted(Exception cause, TenantId tenantId);
}
