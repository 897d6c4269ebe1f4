using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Chats;

/// <summary>
/// How many chats of this process may follow a hint at a time; the others wait in the order in which they were told. The more webhooks are on their way to where
/// they are safe, the fewer: a provider waits for its answer, and what a chat has to decide gathers meanwhile and is decided together. Amid a crowd of them it is one
/// chat at a time, and after each a rest, so that the process is the webhooks'.
/// </summary>
public sealed class LookGate : IDisposable
{
    private const int MostPlaces = 32;
    private const int WebhooksPerPlace = 2;
    private const int Crowd = MostPlaces * WebhooksPerPlace;
    private const int RestsFor = 19;

    /// <summary>Commits take webhooks away by the hundred: how many are left just after one does not say that the crowd is gone.</summary>
    private static readonly TimeSpan CrowdLasts = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _clock;
    private readonly ITimer _crowdIsGone;
    private readonly Lock _lock = new();
    private readonly Queue<(ChatKey Chat, TaskCompletionSource Place)> _waiting = new();
    private readonly HashSet<ChatId> _inLine = [];
    private int _inside;
    private int _webhooks;
    private long _enteredAt;
    private long _restsUntil;
    private bool _crowdLingers;

    public LookGate(TimeProvider clock)
    {
        _clock = clock;
        _crowdIsGone = clock.CreateTimer(_ => EndCrowd(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Chats wait that were told; to look for more of them brings nothing.</summary>
    public bool IsBusy
    {
        get { lock (_lock) return _waiting.Count > 0; }
    }

    /// <summary>It has not looked yet: what is kept by now it will find.</summary>
    public bool IsInLine(ChatKey chat)
    {
        lock (_lock) return _inLine.Contains(chat.Chat);
    }

    public Task Enter(ChatKey chat)
    {
        lock (_lock)
        {
            if (_waiting.Count == 0 && HasPlace())
            {
                GoesIn();
                return Task.CompletedTask;
            }

            // Whoever lets another one in does not go on with its work: a grain's continuation comes back to its own scheduler.
            var place = new TaskCompletionSource();
            _waiting.Enqueue((chat, place));
            _inLine.Add(chat.Chat);
            return place.Task;
        }
    }

    public void Leave() => Change(inside: -1, webhooks: 0);

    public void WebhookComes() => Change(inside: 0, webhooks: 1);

    /// <summary>Whether it is or could not be kept.</summary>
    public void WebhookIsSafe() => Change(inside: 0, webhooks: -1);

    public void Dispose() => _crowdIsGone.Dispose();

    private bool IsCrowded => _webhooks >= Crowd || _crowdLingers;

    private bool HasPlace() => IsCrowded
        ? _inside == 0 && _clock.GetTimestamp() >= _restsUntil
        : _inside < MostPlaces - (_webhooks / WebhooksPerPlace);

    private void GoesIn()
    {
        _inside++;
        _enteredAt = _clock.GetTimestamp();
    }

    private void EndCrowd()
    {
        lock (_lock) _crowdLingers = false;
        Change(inside: 0, webhooks: 0);
    }

    private void Change(int inside, int webhooks)
    {
        List<TaskCompletionSource>? enter = null;
        lock (_lock)
        {
            if (webhooks < 0 && _webhooks == Crowd)
            {
                // Nobody may come or go after this one, so a clock has to wake who waits.
                _crowdLingers = true;
                _crowdIsGone.Change(CrowdLasts, Timeout.InfiniteTimeSpan);
            }

            _inside += inside;
            _webhooks += webhooks;
            if (inside < 0) _restsUntil = _clock.GetTimestamp() + (RestsFor * (_clock.GetTimestamp() - _enteredAt));
            while (_waiting.Count > 0 && HasPlace())
            {
                GoesIn();
                var (chat, place) = _waiting.Dequeue();
                _inLine.Remove(chat.Chat);
                (enter ??= []).Add(place);
            }
        }

        foreach (var next in enter ?? []) next.SetResult();
    }
}
