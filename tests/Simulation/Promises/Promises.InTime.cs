using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Simulation;

/// <summary>Not too early, not too late, and nothing for what is old.</summary>
internal sealed partial class Promises
{
    private static readonly ChatPolicy Usual = new();

    /// <summary>A lost hint, a slow sweep, an agent that is reached at the second try.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(40);

    /// <summary>One attempt that stays silent, and the look into its transcript.</summary>
    private static readonly TimeSpan LongestTurn = Usual.AnswerTimeout + Usual.TranscriptTimeout;

    private readonly List<(int Chat, DateTimeOffset At)> _touched = [];
    private readonly HashSet<int> _extended = [];
    private readonly HashSet<TenantId> _settled = [];

    public void Happens(Incident incident)
    {
        if (incident.IsAPersons) Touched(incident.Chat);
        if (incident.What == Doing.OperatorExtendsTheGrace) _extended.Add(incident.Chat);
        if (incident.IsAboutSettings) _settled.Add(Names.TenantOf(incident.Chat));
    }

    /// <summary>A person does something in the chat, or their message from the phone comes.</summary>
    private void Touched(int chat) => _touched.Add((chat, world.Clock.Steady));

    /// <summary>Somebody was told that the chat is given back; while no person does anything else there, it stays so.</summary>
    private void StaysGivenBack(int chat)
    {
        var before = world.Clock.Steady - MayStillCome - MayStillCome;
        world.Clock.After(TimeSpan.FromSeconds(30), () =>
        {
            // The release itself is one.
            if (_touched.Count(touched => touched.Chat == chat && touched.At > before) == 1) Hold(!IsHeld(chat), $"somebody was told that chat {chat} is given back, and a person holds it");
        });
    }

    /// <summary>From the first message of the session on, unless somebody has told the agent to answer.</summary>
    private void NotBeforePeopleHadTheirTime(Conversations.Turn turn)
    {
        if (world.Phones.Messages.FirstOrDefault(message => message.Text == turn.Texts[0]) is not { } asked) return;
        if (Query(new(SelectFirst, ("id", asked.Id)), row => row.Text(0)) is not [var first] || !_toldAt.TryGetValue(first.TrimEnd('*'), out var told)) return;
        if (_letGo.TryGetValue(turn.Chat, out var letGo) && letGo >= told - MayStillCome) return;
        Hold(world.Clock.Steady + world.Clock.MostAhead - told >= world.GraceOf(turn.Chat), $"{first} waited for people, and an agent was asked {(world.Clock.Steady - told).TotalSeconds:0.0} s after it");
    }

    /// <summary>A grace period that ended while no process ran: before the agent is asked, the provider is asked what people did on the phone.</summary>
    private void NotOverWhoAnsweredMeanwhile(Conversations.Turn turn)
    {
        const string EndedSince = """
            select first.at from messages m
            join sessions s on s.tenant_id = m.tenant_id and s.id = m.session_id and s.grace_deadline < @overdue
            join timeline t on t.tenant_id = m.tenant_id and t.session_id = m.session_id and t.rule = 'T7' and t.at >= @start
            join messages first on first.tenant_id = m.tenant_id and first.session_id = m.session_id and first.sender = 'contact'
            where m.provider_message_id = @id
            order by first.seq
            limit 1
            """;
        if (world.Clock.HasJumped || world.Lives is not [{ StartedAt: var start }] || world.Quiet.DisturbedAt > start || !world.Trouble.IsOverSince(start)) return;
        if (turn.Texts.Any(_askedAt.ContainsKey) || (_letGo.TryGetValue(turn.Chat, out var letGo) && letGo >= start - MayStillCome)) return;
        var asked = world.Phones.Messages.Where(message => turn.Texts.Contains(message.Text)).ToList();
        if (Query(new(EndedSince, ("id", asked[0].Id), ("overdue", start - Usual.CatchUpAfter - Usual.CatchUpAfter), ("start", start)), row => row.Time(0)) is not [var first]) return;
        var person = world.Phones.Messages.FirstOrDefault(message =>
            message.Chat == turn.Chat && Names.WhoSaid(message.Text) == "phone" && message.VisibleAt < start && message.At > first && asked.All(text => message.At > text.At));
        Hold(person is null, $"{turn.Texts[0]} was asked, and {person?.Text} had answered it on the phone while no process ran");
    }

    /// <summary>What is told long after it was written has its place in the chat, and wakes no agent.</summary>
    private void NotDaysLate(string text)
    {
        if (world.Phones.Messages.FirstOrDefault(message => message.Text == text) is not { } message || !_toldAt.TryGetValue(text, out var told)) return;
        Hold(told - message.WrittenAt <= Usual.StaleAfter + world.Clock.MostAhead, $"{text} was asked, and had come {told - message.WrittenAt} after it was written");
    }

    /// <summary>A contact whom people leave to the agent, while nothing stands in the product's way.</summary>
    private void WillBeAskedInTime(Told told)
    {
        var written = world.Phones.Messages.First(message => message.Id == told.Id).WrittenAt;
        if (!world.Quiet.IsNow || !IsTheAgentsSince(told.Chat, written - MayStillCome)) return;
        var (disturbances, begin) = (world.Quiet.Disturbances, world.Clock.Steady);
        var bound = world.GraceOf(told.Chat) > Usual.MessageBufferCap ? world.GraceOf(told.Chat) : Usual.MessageBufferCap;
        world.Clock.After(bound + Slack, Look);

        void Look()
        {
            if (world.Quiet.Disturbances != disturbances || _askedAt.ContainsKey(told.Text) || !IsTheAgentsSince(told.Chat, written - MayStillCome) || !WakesTheAgent(told)) return;
            // What comes while the agent owes an answer waits for that.
            var free = world.Conversations.Turns.Where(turn => turn.Chat == told.Chat && turn.At > begin - LongestTurn - LongestTurn).Select(turn => turn.AnsweredAt ?? turn.At + LongestTurn).DefaultIfEmpty().Max();
            if (free + Slack > world.Clock.Steady) world.Clock.After(free + Slack - world.Clock.Steady, Look);
            else Hold(false, $"{told.Text} waits for {(world.Clock.Steady - begin).TotalSeconds:0} s, and nothing stands in the way of asking an agent");
        }
    }

    /// <summary>Since then no person did anything in the chat, by no webhook that comes late either, none holds it or has asked for more time, and nobody has touched the settings.</summary>
    private bool IsTheAgentsSince(int chat, DateTimeOffset since) =>
        !_settled.Contains(Names.TenantOf(chat)) && !_extended.Contains(chat)
        && !_touched.Any(touched => touched.Chat == chat && touched.At > since)
        && world.Phones.Messages.Where(message => message.Chat == chat && Names.WhoSaid(message.Text) == "phone").All(message => _kept.Contains(message.Id))
        && !IsHeld(chat);

    private bool IsHeld(int chat) => Query(new("select 1 from chats where id = @chat and taken_over_at is not null", ("chat", Names.KeyOf(chat).Chat.Value)), row => row.Number(0)).Count > 0;

    /// <summary>No person ever does anything in the chat, nor to its tenant's settings.</summary>
    private bool IsLeftAlone(int chat) => !world.Story.Incidents.Any(incident =>
        (incident.IsAPersons && incident.Chat == chat) || (incident.IsAboutSettings && Names.TenantOf(incident.Chat) == Names.TenantOf(chat)));

    /// <summary>Not late, and not taken back by the contact.</summary>
    private bool WakesTheAgent(Told told) =>
        !world.Phones.Messages.First(message => message.Id == told.Id).IsDeleted
        && Query(new("select 1 from messages where provider_message_id = @id and is_late", ("id", told.Id)), row => row.Number(0)).Count == 0;
}
