using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;

namespace Orleans.WhatsApp.Simulator;

/// <summary>
/// Tells subscribers what happened, at least once: up to five attempts with growing delays until one is answered with 200.
/// The first attempts of one chat go out one after the other; retries happen beside that order, as with the real provider.
/// </summary>
public sealed class WebhookCourier : IDisposable
{
    private const int Remembered = 20_000;

    private readonly TimeProvider _clock;
    private readonly Changes _changes;
    private readonly Work _work;
    private readonly SimulatedWorldOptions _options;
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _slots;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, WebhookSubscription> _subscriptions = [];
    private readonly ConcurrentQueue<WebhookDelivery> _deliveries = [];
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Subscription, string Lane), Task> _tails = [];
    private readonly List<(WebhookDelivery Delivery, TaskCompletionSource Told)> _toReverse = [];
    private TaskCompletionSource _up = Open();
    private int _duplicate;
    private int _lose;
    private int _reverse;

    internal WebhookCourier(SimulatedWorldOptions options, Changes changes, Work work)
    {
        _options = options;
        _clock = options.TimeProvider;
        _changes = changes;
        _work = work;
        _slots = new SemaphoreSlim(options.ConcurrentDeliveries);
        _http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            MaxConnectionsPerServer = options.ConcurrentDeliveries,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    public IReadOnlyCollection<WebhookSubscription> Subscriptions => [.. _subscriptions.Values];

    /// <summary>The latest deliveries, oldest first, each with the answers it got.</summary>
    public IReadOnlyList<WebhookDelivery> Deliveries => [.. _deliveries];

    /// <summary>Decides about each delivery before its first attempt; null means as usual.</summary>
    public Func<WebhookDelivery, DeliveryPlan?>? Plan { get; set; }

    public bool IsDown => !_up.Task.IsCompleted;

    /// <summary>Registers as a customer would through <c>POST /webhooks</c>.</summary>
    public WebhookSubscription Subscribe(WebhookSubscription subscription)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        _subscriptions[subscription.Id] = subscription;
        _changes.Happened();
        return subscription;
    }

    /// <summary>The usual pair: every messaging event and every account status of all accounts.</summary>
    public void SubscribeToAll(Uri requestUrl, IReadOnlyList<KeyValuePair<string, string>>? headers = null)
    {
        Subscribe(new WebhookSubscription("messaging", requestUrl)
        {
            Name = "messaging-hook",
            Headers = headers ?? [],
            Events = ["message_received", "message_read", "message_reaction", "message_edited", "message_deleted", "message_delivered"],
        });
        Subscribe(new WebhookSubscription("account_status", requestUrl)
        {
            Name = "account-hook",
            Headers = headers ?? [],
            Events = [.. Enum.GetValues<AccountStatus>().Select(status => status.InSubscription())],
        });
    }

    public bool Unsubscribe(string subscriptionId)
    {
        if (!_subscriptions.TryRemove(subscriptionId, out _)) return false;
        _changes.Happened();
        return true;
    }

    /// <summary>Nothing is told until <see cref="ComeBack"/>; then everything at once.</summary>
    public void GoDown()
    {
        lock (_lock)
            if (_up.Task.IsCompleted) _up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void ComeBack()
    {
        lock (_lock) _up.TrySetResult();
    }

    /// <summary>Each of the next deliveries is told twice.</summary>
    public void DuplicateNext(int count = 1) => Volatile.Write(ref _duplicate, count);

    /// <summary>The next deliveries are never told.</summary>
    public void LoseNext(int count = 1) => Volatile.Write(ref _lose, count);

    /// <summary>Holds the next deliveries back until there are this many, then tells them last first.</summary>
    public void ReverseNext(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        lock (_lock) _reverse = count;
    }

    public void Dispose()
    {
        _end.Cancel();
        _http.Dispose();
    }

    /// <summary>An address of the product's, asked as a provider asks for it: the answer's status and text, 0 without an answer.</summary>
    internal async Task<(int Status, string Body)> Ask(Uri url)
    {
        var (status, _, content) = await Get(url, _end.Token);
        return (status, Encoding.UTF8.GetString(content));
    }

    /// <summary>A file that a message links to; null without an answer of 200.</summary>
    internal async Task<(string? Type, byte[]? Content)> Download(Uri url, CancellationToken stop)
    {
        var (status, type, content) = await Get(url, stop);
        return status is 200 ? (type, content) : (null, null);
    }

    internal Task Publish(WebhookEvent what)
    {
        var told = _subscriptions.Values.Where(subscription => subscription.Wants(what)).Select(subscription => Tell(subscription, what)).ToArray();
        return told.Length is 0 ? Task.CompletedTask : Task.WhenAll(told);
    }

    internal Task Tell(WebhookSubscription subscription, WebhookEvent what)
    {
        var delivery = Remember(new WebhookDelivery(subscription, what, subscription.Manner.Text(what.Payload(subscription))));
        var plan = Plan?.Invoke(delivery) ?? DeliveryPlan.AsUsual;
        if (plan.Lost || TakeOne(ref _lose))
        {
            End(delivery, DeliveryState.Lost);
            return Task.CompletedTask;
        }

        var copies = TakeOne(ref _duplicate) ? Math.Max(plan.Copies, 2) : plan.Copies;
        var first = plan.Late > TimeSpan.Zero ? SendLate(delivery, plan.Late) : Send(delivery);
        for (var copy = 1; copy < copies; copy++)
        {
            _ = Send(Remember(delivery.Copy(what)));
        }

        return first;
    }

    private async Task<(int Status, string? Type, byte[] Content)> Get(Uri url, CancellationToken stop)
    {
        try
        {
            using var patience = new CancellationTokenSource(_options.WebhookTimeout, _clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _end.Token, stop);
            using var response = await _http.GetAsync(url, either.Token);
            return ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsByteArrayAsync(either.Token));
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return (0, null, []);
        }
    }

    private static TaskCompletionSource Open()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private static bool TakeOne(ref int count)
    {
        for (var seen = Volatile.Read(ref count); seen > 0; seen = Volatile.Read(ref count))
        {
            if (Interlocked.CompareExchange(ref count, seen - 1, seen) == seen) return true;
        }

        return false;
    }

    private WebhookDelivery Remember(WebhookDelivery delivery)
    {
        _work.Begin();
        _deliveries.Enqueue(delivery);
        while (_deliveries.Count > Remembered) _deliveries.TryDequeue(out _);
        _changes.Happened();
        return delivery;
    }

    private async Task SendLate(WebhookDelivery delivery, TimeSpan late)
    {
        await Task.Delay(late, _clock, _end.Token);
        await Send(delivery);
    }

    private Task Send(WebhookDelivery delivery)
    {
        lock (_lock)
        {
            if (_reverse is 0) return Queue(delivery);

            var told = new TaskCompletionSource();
            _toReverse.Add((delivery, told));
            if (_toReverse.Count < _reverse) return told.Task;

            _reverse = 0;
            foreach (var (held, heldTold) in Enumerable.Reverse(_toReverse)) _ = Pass(Queue(held), heldTold);
            _toReverse.Clear();
            return told.Task;
        }

        static async Task Pass(Task from, TaskCompletionSource to)
        {
            await from;
            to.SetResult();
        }
    }

    private Task Queue(WebhookDelivery delivery)
    {
        lock (_lock)
        {
            var lane = (delivery.Subscription.Id, delivery.Lane);
            return _tails[lane] = FirstAttempt(_tails.GetValueOrDefault(lane, Task.CompletedTask), delivery);
        }
    }

    private async Task FirstAttempt(Task before, WebhookDelivery delivery)
    {
        // Leaves the caller's lock and stack at once: a burst of thousands must not be sent from inside Publish.
        await Task.Yield();
        await before;
        if (!await Attempt(delivery)) _ = Retry(delivery);
    }

    private async Task Retry(WebhookDelivery delivery)
    {
        var pause = _options.WebhookRetryDelay;
        for (var attempt = 2; attempt <= _options.WebhookAttempts; attempt++)
        {
            try
            {
                await Task.Delay(pause, _clock, _end.Token);
            }
            catch (OperationCanceledException)
            {
                return; // The world has ended; nobody waits for this delivery any more.
            }

            if (await Attempt(delivery)) return;
            pause = pause < _options.LongestWebhookRetryDelay / 2 ? pause * 2 : _options.LongestWebhookRetryDelay;
        }

        End(delivery, DeliveryState.GivenUp);
    }

    private async Task<bool> Attempt(WebhookDelivery delivery)
    {
        try
        {
            await _up.Task.WaitAsync(_end.Token);
            await _slots.WaitAsync(_end.Token);
        }
        catch (OperationCanceledException)
        {
            return true;
        }

        try
        {
            using var patience = new CancellationTokenSource(_options.WebhookTimeout, _clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _end.Token);
            using var request = Request(delivery);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            delivery.Answered((int)response.StatusCode);
            if ((int)response.StatusCode is not 200) return false;
            End(delivery, DeliveryState.Accepted);
            return true;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            delivery.Answered(0);
            return false;
        }
        finally
        {
            _slots.Release();
            _changes.Happened();
        }
    }

    private void End(WebhookDelivery delivery, DeliveryState state)
    {
        delivery.End(state);
        _work.End();
    }

    private static HttpRequestMessage Request(WebhookDelivery delivery)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, delivery.Subscription.RequestUrl)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(delivery.Body)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(delivery.Subscription.Manner.ContentType);
        request.Headers.TryAddWithoutValidation("User-Agent", delivery.Subscription.Manner.UserAgent);
        foreach (var (key, value) in delivery.Signature) request.Headers.TryAddWithoutValidation(key, value);
        foreach (var (key, value) in delivery.Subscription.Headers)
        {
            if (key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)) request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else request.Headers.TryAddWithoutValidation(key, value);
        }

        return request;
    }
}
