namespace Orleans.WhatsApp.Grains.Chats;

/// <summary>
/// How many chats of this process may follow a hint at a time; the others wait in the order in which they were told. The more webhooks are on their way to where
/// they are safe, the fewer: a provider waits for its answer, and what a chat has to decide gathers meanwhile and is decided together.
/// </summary>
public sealed class LookGate
{
    private const int MostPlaces = 32;
    private const int FewestPlaces = 1;
    private const int WebhooksPerPlace = 4;

    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private int _inside;
    private int _webhooks;

    private int Places => Math.Max(FewestPlaces, MostPlaces - (_webhooks / WebhooksPerPlace));

    /// <summary>Chats wait that were told; to look for more of them brings nothing.</summary>
    public bool IsBusy
    {
        get { lock (_lock) return _waiting.Count > 0; }
    }

    public Task Enter()
    {
        lock (_lock)
        {
            if (_inside < Places && _waiting.Count == 0)
            {
                _inside++;
                return Task.CompletedTask;
            }

            // Whoever lets another one in does not go on with its work: a grain's continuation comes back to its own scheduler.
            var place = new TaskCompletionSource();
            _waiting.Enqueue(place);
            return place.Task;
        }
    }

    public void Leave() => Change(inside: -1, webhooks: 0);

    public void WebhookComes() => Change(inside: 0, webhooks: 1);

    public void WebhookIsSafe() => Change(inside: 0, webhooks: -1);

    private void Change(int inside, int webhooks)
    {
        List<TaskCompletionSource>? enter = null;
        lock (_lock)
        {
            _inside += inside;
            _webhooks += webhooks;
            for (; _inside < Places && _waiting.TryDequeue(out var next); _inside++) (enter ??= []).Add(next);
        }

        foreach (var next in enter ?? []) next.SetResult();
    }
}
