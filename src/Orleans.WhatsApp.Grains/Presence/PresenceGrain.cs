using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Feed;

namespace Orleans.WhatsApp.Grains.Presence;

/// <summary>
/// Keeps who is in a chat and tells it to those who watch, when it is not what it was. What was told is remembered, so that repetitions tell nothing, and there
/// is a pause between two tellings, so that somebody who comes and goes all the time is told of now and then.
/// </summary>
[GrainType("presence")]
public sealed partial class PresenceGrain(TimeProvider clock, ILogger<PresenceGrain> log) : Grain, IPresenceGrain
{
    /// <summary>Two repetitions may be lost.</summary>
    public static readonly TimeSpan ForgottenAfter = TimeSpan.FromSeconds(45);

    public static readonly TimeSpan TypingFor = TimeSpan.FromSeconds(8);

    /// <summary>More than a chat ever has; beyond it, who has been silent for longest makes room.</summary>
    public const int MostPeople = 50;

    public static readonly TimeSpan BetweenTellings = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(10);

    /// <summary>An empty chat's grain goes, but not at once: what it has told must be remembered against somebody who leaves again and again.</summary>
    private static readonly TimeSpan EmptyFor = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Guid, Sign> _signs = [];
    private TenantId _tenant;
    private ChatId _chat;
    private IGrainTimer _timer = null!;
    private DateTimeOffset _emptySince;
    private DateTimeOffset _tellAt;
    private bool _isTelling;

    /// <summary>Null at first: an earlier activation may have told anything.</summary>
    private IReadOnlyList<PersonPresent>? _told;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_tenant, _chat) = PresenceAddress.Parse(this.GetPrimaryKeyString());
        _emptySince = clock.GetUtcNow();
        _timer = this.RegisterGrainTimer(Look, new GrainTimerCreationOptions(EmptyFor, Timeout.InfiniteTimeSpan));
        return Task.CompletedTask;
    }

    public Task Show(Guid user, string name, bool isTyping)
    {
        if (_signs.Count >= MostPeople && !_signs.ContainsKey(user)) _signs.Remove(_signs.MinBy(sign => sign.Value.At).Key);
        var now = clock.GetUtcNow();
        _signs[user] = new Sign(name, now, isTyping ? now + TypingFor : now);
        return Look();
    }

    public Task Leave(Guid user)
    {
        _signs.Remove(user);
        return Look();
    }

    public Task<IReadOnlyList<PersonPresent>> People() => Task.FromResult(PeopleAt(clock.GetUtcNow()));

    private Task Look()
    {
        var now = clock.GetUtcNow();
        foreach (var (user, sign) in _signs)
            if (sign.At + ForgottenAfter <= now) _signs.Remove(user);
        if (_signs.Count > 0) _emptySince = now;

        // One that runs looks again when it is over.
        if (_isTelling) return Task.CompletedTask;
        var isNews = _told is null || !_told.SequenceEqual(PeopleAt(now));
        if (isNews && now >= _tellAt) _ = TellBeside();
        else if (!isNews && now >= _emptySince + EmptyFor) DeactivateOnIdle();
        else SetTimer(now, isNews);
        return Task.CompletedTask;
    }

    private void SetTimer(DateTimeOffset now, bool isNews)
    {
        var next = isNews ? _tellAt : _emptySince + EmptyFor;
        foreach (var sign in _signs.Values)
        {
            var due = sign.TypesUntil > now ? sign.TypesUntil : sign.At + ForgottenAfter;
            if (due < next) next = due;
        }

        _timer.Change(next > now ? next - now : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Nobody's call waits for the streams.</summary>
    private async Task TellBeside()
    {
        var now = clock.GetUtcNow();
        var people = PeopleAt(now);
        (_isTelling, _tellAt) = (true, now + BetweenTellings);
        try
        {
            var stream = this.GetStreamProvider(FeedHint.Provider).GetStream<PresenceHint>(StreamId.Create(PresenceHint.Namespace, FeedAddress.Of(_tenant)));
            await stream.OnNextAsync(new PresenceHint(_chat.Value, people));
            _told = people;
        }
        catch (Exception cause)
        {
            LogNotTold(cause, _chat);
            _tellAt = clock.GetUtcNow() + TryAgainAfter;
        }

        _isTelling = false;
        await Look();
    }

    private IReadOnlyList<PersonPresent> PeopleAt(DateTimeOffset now) =>
    [
        .. _signs.Where(sign => sign.Value.At + ForgottenAfter > now).Select(sign => new PersonPresent(sign.Key, sign.Value.Name, sign.Value.TypesUntil > now))
            .OrderBy(person => person.Name, StringComparer.Ordinal).ThenBy(person => person.User),
    ];

    /// <summary>The last that was heard of somebody.</summary>
    private sealed record Sign(string Name, DateTimeOffset At, DateTimeOffset TypesUntil);

    [LoggerMessage(EventId = 1400, Level = LogLevel.Warning, Message = "Who is in chat {ChatId} could not be told to those who watch; tried again soon")]
    private partial void LogNotTold(Exception cause, ChatId chatId);
}
