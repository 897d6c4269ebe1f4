using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Feed;
using Orleans.WhatsApp.Silo.SignIn;

namespace Orleans.WhatsApp.Silo.Live;

/// <summary>
/// Serves one client: what it missed from the database, then what comes, until it goes, its token ends or counts no more, it is too slow, or the process stops.
/// </summary>
internal sealed partial class EventStream(
    LiveFeeds feeds, IFeedStore store, EventLines lines, Standings standings, IOptions<LiveOptions> options, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<EventStream> log) : IDisposable
{
    /// <summary>When everybody comes back at once, the database has other work as well.</summary>
    private const int RefillsAtOnce = 8;

    /// <summary>However long a token holds.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _refills = new(RefillsAtOnce);

    /// <param name="since">The last event that the client has seen; null for one that begins now.</param>
    public async Task Serve(HttpContext context, long? since)
    {
        var tenant = context.User.TenantId();
        var feed = await feeds.Enter(tenant);
        using var client = new LiveClient(options.Value.Buffer) { User = context.User.UserId() };
        using var expiry = new CancellationTokenSource(Remaining(context.User.AccessEndsAt()), clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping, expiry.Token, client.TooSlow);
        var watching = EndWithStanding(context.User, end);
        try
        {
            await Write(context, feed, client, since, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }
        catch (Exception cause) when (context.Response.HasStarted)
        {
            // Nothing can be said any more; the client comes back and is refilled.
            LogBroken(cause, tenant);
            context.Abort();
        }
        finally
        {
            feed.Detach(client);
            feeds.Leave(tenant);
            await end.CancelAsync();
            await watching;
        }

        // Whatever still lies in the connection's buffers is not waited for.
        if (client.TooSlow.IsCancellationRequested) context.Abort();
    }

    public void Dispose() => _refills.Dispose();

    /// <summary>A stream outlives the request that began it: whoever may not ask any more may not go on listening either.</summary>
    private async Task EndWithStanding(ClaimsPrincipal caller, CancellationTokenSource end)
    {
        using var timer = new PeriodicTimer(Standings.RecheckAfter, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(end.Token))
                if (!await MayListen(caller)) await end.CancelAsync();
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The stream has ended.
        }
    }

    private async Task<bool> MayListen(ClaimsPrincipal caller)
    {
        try
        {
            return await standings.Allows(caller.UserId(), caller.TokenGeneration());
        }
        catch (Exception cause)
        {
            // The database is away; a new request would be refused, a running stream has nothing to say.
            LogNotChecked(cause, caller.TenantId());
            return true;
        }
    }

    private async Task Write(HttpContext context, TenantFeed feed, LiveClient client, long? since, CancellationToken end)
    {
        var (tenant, response) = (context.User.TenantId(), context.Response);
        var last = since is null ? feed.Last : Math.Max(feed.Last, await store.Last(tenant));
        client.Position = since ?? last;
        Head(context);
        await response.Body.WriteAsync(lines.Hello(last, since), end);
        if (client.Position > last) await Reset("unknown_event");
        else if (last - client.Position > options.Value.MaxRefill) await Reset("too_far_behind");

        while (!feed.TryAttach(client))
        {
            var events = await Missed(tenant, client.Position, end);
            if (events is not [var next, ..] || next.Number != client.Position + 1)
            {
                await Reset("unknown_event");
                continue;
            }

            var batch = lines.Batch(events);
            await response.Body.WriteAsync(batch.After(client.Position), end);
            client.Position = batch.Last;
        }

        await response.Body.FlushAsync(end);
        await foreach (var what in client.Lines(end))
        {
            await response.Body.WriteAsync(what, end);
            await response.Body.FlushAsync(end);
        }

        async Task Reset(string reason)
        {
            client.Position = await store.Last(tenant);
            await response.Body.WriteAsync(lines.Reset(client.Position, reason), end);
        }
    }

    private async Task<IReadOnlyList<FeedEvent>> Missed(TenantId tenant, long position, CancellationToken end)
    {
        await _refills.WaitAsync(end);
        try
        {
            return await store.After(tenant, position, EventBatch.Most);
        }
        finally
        {
            _refills.Release();
        }
    }

    private static void Head(HttpContext context)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers[HeaderNames.CacheControl] = "no-store";
        // For proxies that collect an answer before they pass it on.
        context.Response.Headers["X-Accel-Buffering"] = "no";
    }

    private TimeSpan Remaining(DateTimeOffset until)
    {
        var left = until - clock.GetUtcNow();
        return left < TimeSpan.Zero ? TimeSpan.Zero : left > Longest ? Longest : left;
    }

    [LoggerMessage(EventId = 5403, Level = LogLevel.Warning, Message = "Whether a client of tenant {TenantId} may still watch could not be looked up; asked again soon")]
    private partial void LogNotChecked(Exception cause, TenantId tenantId);

    [LoggerMessage(EventId = 5402, Level = LogLevel.Warning, Message = "A stream of tenant {TenantId} broke; its client comes back")]
    private partial void LogBroken(Exception cause, TenantId tenantId);
}
