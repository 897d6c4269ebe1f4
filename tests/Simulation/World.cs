using Orleans.Runtime;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Grains.Sweeps;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Storage.Sql;
using Orleans.WhatsApp.Storage.Sqlite;

namespace Orleans.WhatsApp.Simulation;

/// <summary>
/// The product amid an outside world that is as bad as it gets, all on one thread and all from one seed: what happens is the story's, how it happens is drawn as it goes.
/// </summary>
internal sealed class World : IDisposable
{
    public static readonly TimeSpan InactivityTimeout = TimeSpan.FromMinutes(12);

    private const int MostSteps = 400_000;
    private static readonly Guid[] People = [new("a0000000-0000-0000-0000-000000000001"), new("b0000000-0000-0000-0000-000000000001")];
    private readonly List<string> _log = [];
    private readonly Dictionary<string, Luck> _luck = [];
    private readonly Dictionary<TenantId, TimeSpan> _grace = [];
    private readonly List<DateTimeOffset> _heldUp = [];
    private DateTimeOffset _begin;
    private int _processes;
    private int _number;
    private int _untold;

    public World(Story story, Flaw? flaw = null)
    {
        (Story, Flaw) = (story, flaw);
        Loop = new SeededLoop(Luck("loop"), Clock);
        SynchronizationContext.SetSynchronizationContext(Loop.Context);
        Trouble = new Trouble(Clock);
        Quiet = new Quiet(this);
        Conversations = new Conversations(this);
        Promises = new Promises(this);
        Shards = [.. Enumerable.Range(0, story.Chats).Select(chat => NameBasedId.Shard(Names.KeyOf(chat).Chat.Value, ISweepStore.Shards)).Append(0).Distinct().Order()];
    }

    public Story Story { get; }

    public Flaw? Flaw { get; }

    public SimulatedClock Clock { get; } = new();

    public SeededLoop Loop { get; }

    public SqliteDatabase Database { get; } = SqliteDatabase.InMemory();

    public Trouble Trouble { get; }

    public Quiet Quiet { get; }

    public Phones Phones { get; } = new();

    public Conversations Conversations { get; }

    public Promises Promises { get; }

    /// <summary>Those that hold the run's chats, and the one that numbers feeds.</summary>
    public IReadOnlyList<int> Shards { get; }

    /// <summary>The processes that run now.</summary>
    public List<Life> Lives { get; } = [];

    /// <summary>What happened, a line each; the same seed gives the same lines.</summary>
    public IReadOnlyList<string> Log => _log;

    public int NextNumber() => ++_number;

    /// <summary>How long people have before the agent answers.</summary>
    public TimeSpan GraceOf(int chat) => _grace[Names.TenantOf(chat)];

    public Luck Luck(string matter)
    {
        if (!_luck.TryGetValue(matter, out var luck)) _luck.Add(matter, luck = Simulation.Luck.Of(Story.Seed, matter, Clock));
        return luck;
    }

    /// <exception cref="BrokenPromise">Something happened that must never happen.</exception>
    public void Run()
    {
        Database.Open();
        Start();
        Finish(SetUp());
        if (Flaw?.Schema is { } schema) Finish(((IDatabase)Database).Execute(new(schema)));
        _begin = Clock.Steady;
        foreach (var incident in Story.Incidents)
        {
            Loop.RunUntil(_begin + incident.At, MostSteps);
            // What happens comes amid of what runs.
            Loop.Add(() => Happen(incident));
            Loop.RunSome(Luck("loop").Next(40));
        }

        CalmDown();
        Promises.CheckAll();
    }

    /// <summary>What the product says of itself, for who looks for the cause.</summary>
    public void NoteDecisions()
    {
        foreach (var line in Promises.Decisions()) _log.Add(line);
    }

    public void Note(string line) => _log.Add($"{Clock.Steady:HH:mm:ss.fff} {line}");

    /// <summary>The provider has something to tell, and tells it until somebody has it.</summary>
    public void Tell(Told told, TimeSpan after)
    {
        _untold++;
        var luck = Luck($"webhooks of chat {told.Chat}");
        if (Trouble.Webhooks) after += TimeSpan.FromSeconds(luck.Next(5, 400));
        if (Trouble.WebhooksForDays && luck.Next(2) == 0)
        {
            after += TimeSpan.FromHours(luck.Next(20, 72));
            _heldUp.Add(Clock.Steady + after);
        }

        Loop.After(after, () => _ = Deliver(told, tries: 0));
    }

    public void Dispose()
    {
        foreach (var life in Lives) life.Die();
        Database.Dispose();
        SynchronizationContext.SetSynchronizationContext(null);
    }

    private async Task SetUp()
    {
        foreach (var tenant in Names.Tenants)
        {
            var life = Lives[0];
            await life.Service<ITenantStore>().Create(tenant, "Tenant", Clock.GetUtcNow());
            var settings = life.Grain<ITenantGrain>(tenant.Value.ToString("N"));
            await settings.SetFeatures([TenantSettings.WhatsAppAgentFeature]);
            var agent = await settings.SaveAgent(new AgentView(Guid.Empty, "Reception", Names.AgentOf(tenant), true));
            _grace[tenant] = TimeSpan.FromSeconds(Luck("settings").Next(30, 90));
            await settings.Configure(new ConfigChange(true, agent!.Id, _grace[tenant]));
            await life.Grain<IChannelGrain>(ChannelKey.Of(tenant, Names.Provider).ToString()).ConnectAccount(new ConnectWith(Names.AccountOf(tenant), ""));
        }
    }

    private void Finish(Task task)
    {
        for (var patience = 100; !task.IsCompleted && patience > 0; patience--) Loop.RunUntil(Clock.Steady + TimeSpan.FromSeconds(1), MostSteps);
        task.GetAwaiter().GetResult();
    }

    private void Start()
    {
        var life = new Life(this, ++_processes);
        Lives.Add(life);
        Note($"{life.Name} starts");
        _ = life.Start();
        if (_processes > 1) Quiet.Disturb(TimeSpan.Zero);
    }

    private void Kill(Life life)
    {
        Note($"{life.Name} dies");
        Lives.Remove(life);
        life.Die();
        Quiet.Disturb(TimeSpan.Zero);
    }

    private void Happen(Incident incident)
    {
        Note(incident.ToString());
        Promises.Happens(incident);
        var (chat, much) = (incident.Chat, incident.Much);
        var who = People[much % 2];
        switch (incident.What)
        {
            case Doing.ContactWrites: for (var times = 1 + (much % 3); times > 0; times--) Write(chat, "contact", much); break;
            case Doing.ContactKeepsWriting:
                for (var second = 0; second < 120 + (much % 120); second += 4 + (much % 11)) Loop.After(TimeSpan.FromSeconds(second), () => Write(chat, "contact", much));
                break;
            case Doing.ContactEdits: Change(chat, "edited"); break;
            case Doing.ContactDeletes: Change(chat, "deleted"); break;
            case Doing.ContactReacts: Change(chat, "reaction"); break;
            case Doing.PersonWritesOnThePhone: Write(chat, "own", much); break;
            case Doing.OperatorTakesOver: _ = Act(chat, new ChatAction.TakeOver(who, "Somebody")); break;
            case Doing.OperatorReleases: _ = Act(chat, new ChatAction.Release(who, Immediate: false)); break;
            case Doing.OperatorReleasesAtOnce: _ = Act(chat, new ChatAction.Release(who, Immediate: true)); break;
            case Doing.OperatorCloses: _ = Act(chat, new ChatAction.Close(who)); break;
            case Doing.OperatorReopens: _ = Act(chat, new ChatAction.Reopen(who)); break;
            case Doing.OperatorSends: for (var times = 1 + (much % 3); times > 0; times--) _ = Act(chat, Send(who, Names.Said("op", chat, NextNumber()), isPhoto: (much + times) % 4 == 0)); break;
            case Doing.OperatorAsksForTheAnswer: _ = Act(chat, new ChatAction.AnswerNow(who)); break;
            case Doing.OperatorExtendsTheGrace: _ = Act(chat, new ChatAction.ExtendGrace(who, 30 + (much % 120))); break;
            case Doing.ProcessDies: if (Lives.Count > 0) Replace(Lives[much % Lives.Count], TimeSpan.FromMilliseconds(much * 20)); break;
            case Doing.SecondProcessStarts: if (Lives.Count == 1) Start(); break;
            case Doing.SecondProcessDies: if (Lives.Count == 2) Kill(Lives[much % 2]); break;
            case Doing.DatabaseInTrouble: Disturb(Trouble.OfDatabase, TimeSpan.FromSeconds(1 + (much % 30))); break;
            case Doing.ProviderInTrouble: Disturb(Trouble.OfProvider, TimeSpan.FromSeconds(5 + (much % 120))); break;
            case Doing.AgentsInTrouble: Disturb(Trouble.OfAgents, TimeSpan.FromSeconds(5 + (much % 180))); break;
            case Doing.WebhooksHeldUp: Trouble.OfWebhooks(TimeSpan.FromSeconds(5 + (much % 60))); break;
            case Doing.WebhooksHeldUpForDays: Trouble.OfWebhooksForDays(TimeSpan.FromSeconds(5 + (much % 60))); break;
            case Doing.TimeOfDayJumps: Disturb(time => Clock.Ahead += time, TimeSpan.FromMilliseconds(much * 20 - 10_000)); break;
            case Doing.NightFalls: Leave(incident, TimeSpan.FromHours(1 + (much % 12))); break;
            case Doing.DaysPass: Leave(incident, TimeSpan.FromHours(24 + (much % 49))); break;
            case Doing.NumberIsBlacklisted: _ = Settle(incident, tenant => tenant.Blacklist(Names.PhoneOf(chat))); break;
            case Doing.NumberIsAllowedAgain: _ = Settle(incident, tenant => tenant.Unblacklist(Names.PhoneOf(chat))); break;
            case Doing.AgentIsSwitchedOff: _ = Settle(incident, tenant => SwitchAgent(tenant, isActive: false)); break;
            case Doing.AgentIsSwitchedOn: _ = Settle(incident, tenant => SwitchAgent(tenant, isActive: true)); break;
            default: throw new InvalidOperationException($"Nobody knows how {incident.What} is done.");
        }
    }

    private void Disturb(Action<TimeSpan> how, TimeSpan time)
    {
        how(time);
        Quiet.Disturb(time);
    }

    private void Write(int chat, string kind, int much)
    {
        var luck = Luck($"what chat {chat} writes");
        var (now, text) = (Clock.GetUtcNow(), Names.Said(kind == "own" ? "phone" : "in", chat, NextNumber()));
        var message = Phones.Add(chat, text, kind == "own", now, Clock.Steady, Clock.Steady, isPhoto: kind == "own" && much % 4 == 0);
        for (var times = luck.Next(7) == 0 ? 2 : 1; times > 0; times--)
            Tell(new Told(kind, chat, message.Id, text, now, message.IsPhoto), luck.Next(5) == 0 ? TimeSpan.FromSeconds(luck.Next(30 + (much % 30))) : TimeSpan.FromMilliseconds(luck.Next(200)));
    }

    /// <summary>The contact does something to the newest message; that may be told before the message itself, and twice.</summary>
    private void Change(int chat, string kind)
    {
        if (Phones.NewestOf(chat) is not { } message) return;
        var luck = Luck($"what chat {chat} changes");
        (message.IsEdited, message.IsDeleted) = (kind == "edited", kind == "deleted");
        var told = new Told(kind, chat, message.Id, kind switch { "edited" => message.EditedText, "deleted" => "", _ => ":)" }, Clock.GetUtcNow());
        for (var times = luck.Next(7) == 0 ? 2 : 1; times > 0; times--) Tell(told, TimeSpan.FromMilliseconds(luck.Next(5) == 0 ? luck.Next(60_000) : luck.Next(200)));
    }

    private async Task Deliver(Told told, int tries)
    {
        var life = Lives.FirstOrDefault(one => one.IsReady);
        try
        {
            if (life is null) throw new IOException("Nobody answers.");
            Promises.IsTold(told);
            var read = SimulatedProvider.AsEvent(told);
            await life.Inbox.Keep([InboxEvent.Of(Names.KeyOf(told.Chat), read, SimulatedProvider.Format, told.Body(), Clock.GetUtcNow())]);
        }
        catch (Exception cause) when (cause is IOException or OrleansException or ObjectDisposedException)
        {
            Loop.After(TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, tries))), () => _ = Deliver(told, tries + 1));
            return;
        }

        _untold--;
        Promises.Kept(told);
        // The hint is lost now and then.
        if (life.IsReady && Luck("hints").Next(10) > 0) _ = life.Chat(told.Chat).InboxArrived();
    }

    private static ChatAction.Send Send(Guid who, string text, bool isPhoto) =>
        new(who, "Somebody", text) { Content = isPhoto ? ChatStateJson.WriteContent(SimulatedFiles.Photo(text)) : "" };

    private async Task Act(int chat, ChatAction action)
    {
        if (Lives.Where(one => one.IsReady).ToList() is not { Count: > 0 } ready) return;
        var life = ready[Luck("front door").Next(ready.Count)];
        Promises.IsAbout(chat, action);
        try
        {
            var outcome = await life.Chat(chat).Act(action);
            Note($"{action.GetType().Name} in chat {chat}: {(outcome.IsDone ? "done" : outcome.Refusal)}");
            Promises.IsDone(chat, action, outcome);
        }
        catch (Exception cause) when (cause is not BrokenPromise)
        {
            Note($"{action.GetType().Name} in chat {chat}: {cause.GetType().Name}");
        }
    }

    private async Task Settle(Incident incident, Func<ITenantGrain, Task> what)
    {
        var (chat, begin) = (incident.Chat, Clock.Steady);
        if (Lives.FirstOrDefault(one => one.IsReady) is not { } life) return;
        Promises.IsToBeSettled(incident);
        try
        {
            await what(life.Grain<ITenantGrain>(Names.TenantOf(chat).Value.ToString("N")));
            Promises.IsSettled(incident, begin);
        }
        catch (Exception cause) when (cause is not BrokenPromise)
        {
            Note($"The settings of chat {chat}'s tenant: {cause.GetType().Name}");
        }
    }

    private static async Task SwitchAgent(ITenantGrain tenant, bool isActive)
    {
        foreach (var agent in (await tenant.Read()).Agents) await tenant.SaveAgent(agent with { IsActive = isActive });
    }

    private void Replace(Life life, TimeSpan after)
    {
        Kill(life);
        Loop.After(after, () =>
        {
            if (Lives.Count == 0) Start();
        });
    }

    private void Leave(Incident incident, TimeSpan time)
    {
        foreach (var life in Lives.ToArray()) Kill(life);
        Clock.MoveTo(Clock.Steady + TimeSpan.FromSeconds(1 + (incident.Much % 240)));
        Write(incident.Chat, "own", incident.Much);
        SleepUntilMorning(time);
    }

    /// <summary>Everything is switched off, and only the outside world goes on.</summary>
    private void SleepUntilMorning(TimeSpan time)
    {
        foreach (var life in Lives.ToArray()) Kill(life);
        // What waited for something is as late as the night was long.
        Loop.RunSome(MostSteps);
        Clock.MoveTo(Clock.Steady + time);
        _begin += time;
        Start();
    }

    /// <summary>Nothing is in trouble any more, and time enough passes for all that is owed.</summary>
    private void CalmDown()
    {
        Note("Calm");
        Trouble.IsOver();
        while (Lives.Count > 1) Kill(Lives[^1]);
        if (Lives.Count == 0) Start();
        for (var tries = 0; _untold > 0; tries++)
        {
            if (tries > 100) throw new BrokenPromise($"{_untold} webhooks are refused for ever");
            var isHeldUp = _heldUp.Where(until => until > Clock.Steady).Order().FirstOrDefault();
            // Nobody is there for what comes days later, so nothing runs until then.
            if (isHeldUp > Clock.Steady + TimeSpan.FromHours(1)) SleepUntilMorning(isHeldUp - Clock.Steady);
            Loop.RunUntil(Clock.Steady + TimeSpan.FromMinutes(10), MostSteps);
        }

        // Whoever waits for something has had time enough at the end; a contact who is still writing has begun something within each of these steps.
        var end = Clock.Steady + (3 * InactivityTimeout);
        do
        {
            foreach (var (chat, message, isOut) in Promises.LeftToPeople()) _ = Act(chat, new ChatAction.SettleSend(People[0], message, SendAgain: !isOut));
            Loop.RunUntil(Clock.Steady + TimeSpan.FromMinutes(3), MostSteps);
        }
        while (Clock.Steady < end && (_untold > 0 || Promises.LeftUndone().Any()));
    }
}
