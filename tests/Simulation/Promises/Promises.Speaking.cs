namespace Orleans.WhatsApp.Simulation;

/// <summary>Who may speak: never the agent after a person, nothing before it is handed over, nothing out of order, nothing to a stranger.</summary>
internal sealed partial class Promises
{
    /// <summary>Well below the inactivity time-out, after which a person's hold ends by itself.</summary>
    private static readonly TimeSpan HoldIsSure = World.InactivityTimeout - TimeSpan.FromMinutes(2);

    private readonly Dictionary<int, DateTimeOffset> _heldSince = [];
    private readonly Dictionary<int, DateTimeOffset> _letGo = [];
    private readonly Dictionary<int, DateTimeOffset> _allowedAt = [];
    private readonly HashSet<int> _silenced = [];
    private readonly HashSet<string> _claimed = [];
    private readonly Dictionary<(int Chat, string Who), long> _latestClaimed = [];

    private const string SelectClaimed = """
        select o.text, o.speaker, o.epoch, c.epoch, coalesce(c.session_status, ''), c.taken_over_at, c.is_closed, o.seq
        from outbox o join chats c on c.tenant_id = o.tenant_id and c.id = o.chat_id
        where o.intent_id = @intent
        """;

    /// <summary>What the contact wrote first in the session in which it wrote this.</summary>
    private const string SelectFirst = """
        select first.text, first.at from messages m
        join messages first on first.tenant_id = m.tenant_id and first.session_id = m.session_id and first.sender = 'contact'
        where m.provider_message_id = @id
        order by first.seq
        limit 1
        """;

    /// <summary>A send was handed over: from here on it may be on the phone.</summary>
    public void Claimed(Guid intent)
    {
        var claim = Query(new(SelectClaimed, ("intent", intent)), row => (
            Text: row.Text(0), Speaker: row.Text(1), Epoch: row.Number(2), ChatEpoch: row.Number(3), Session: row.Text(4), IsHeld: !row.IsNull(5), IsClosed: row.Flag(6), Place: row.Number(7)))[0];
        world.Note($"{claim.Text} is handed over");
        var chat = Names.WhereSaid(claim.Text);
        if (_claimed.Add(claim.Text))
        {
            Hold(_latestClaimed.GetValueOrDefault((chat, claim.Speaker)) < claim.Place, $"{claim.Text} was handed over after what was said later");
            _latestClaimed[(chat, claim.Speaker)] = claim.Place;
        }

        if (claim.Speaker != "ai") return;
        Hold(claim is { IsHeld: false, IsClosed: false, Session: "active" } && claim.Epoch == claim.ChatEpoch, $"{claim.Text} was handed over, and the chat was not the agent's");
        Hold(!(_heldSince.TryGetValue(chat, out var since) && world.Clock.Steady - since < HoldIsSure), $"{claim.Text} was handed over, and a person had been told that the chat is theirs");
        Hold(!_silenced.Contains(chat), $"{claim.Text} was handed over, and somebody had been told that the agent is silent there");
        if (PersonWhoAnsweredBefore(claim.Text) is { } person) Hold(false, $"{claim.Text} was handed over, and {person} had answered on the phone what it answers");
    }

    public void Called(int chat, string account, string text)
    {
        world.Note($"{text} is sent");
        Hold(_claimed.Contains(text), $"{text} was sent and had not been handed over");
        Hold(Names.WhereSaid(text) == chat && account == Names.AccountOf(Names.TenantOf(chat)), $"{text} was sent to chat {chat} of {account}");
    }

    public void Asked(Conversations.Turn turn, string context)
    {
        world.Note($"{turn.Agent} is asked in {turn.Conversation}: {string.Join(' ', turn.Texts)}");
        Hold(turn.Texts.Count > 0, "an agent was asked nothing");
        if (turn.Texts.Count == 0) return;
        foreach (var text in Anything().Matches(turn.Asked + context).Select(match => match.Value))
            Hold(Names.WhereSaid(text) == turn.Chat, $"an agent heard {text} of another chat");
        Hold(turn.Agent == Names.AgentOf(Names.TenantOf(turn.Chat)), $"{turn.Agent} was asked in chat {turn.Chat}");
        NotBeforePeopleHadTheirTime(turn);
        NotOverWhoAnsweredMeanwhile(turn);
        foreach (var text in turn.Texts)
        {
            _askedAt.TryAdd(text, world.Clock.Steady);
            Hold(!OtherAnswers(turn, text).Any(IsOnAPhone), $"{text} was asked again, and its answer was on the phone");
            NotDaysLate(text);
        }
    }

    /// <summary>Somebody is about to change what holds for the tenant or the number; that may end any session of the tenant.</summary>
    public void IsToBeSettled(Incident incident)
    {
        foreach (var chat in ConcernedBy(incident)) LetGo(chat);
        if (incident.What is not (Doing.NumberIsAllowedAgain or Doing.AgentIsSwitchedOn)) return;
        foreach (var chat in ConcernedBy(incident))
        {
            _silenced.Remove(chat);
            _allowedAt[chat] = world.Clock.Steady;
        }
    }

    /// <param name="begin">When it was asked for.</param>
    public void IsSettled(Incident incident, DateTimeOffset begin)
    {
        if (incident.What == Doing.NumberIsBlacklisted && MaySilence(incident.Chat)) _silenced.Add(incident.Chat);
        if (incident.What == Doing.AgentIsSwitchedOff) _silenced.UnionWith(ConcernedBy(incident).Where(MaySilence));

        // Who allowed it again at about the same time may have been the later one.
        bool MaySilence(int chat) => !(_allowedAt.TryGetValue(chat, out var allowed) && begin - allowed <= MayStillCome);
    }

    /// <summary>All chats of the tenant: another number's session ends as well where the agent is switched off.</summary>
    private IEnumerable<int> ConcernedBy(Incident incident) => Enumerable.Range(0, world.Story.Chats).Where(chat => Names.TenantOf(chat) == Names.TenantOf(incident.Chat));

    /// <summary>A message from the phone that the chat has decided and that is newer than all that this answers; nobody has given the chat back since.</summary>
    private string? PersonWhoAnsweredBefore(string answer)
    {
        if (world.Conversations.Turns.FirstOrDefault(turn => turn.Said.Contains(answer)) is not { } turn || world.Clock.HasJumped) return null;
        var asked = world.Phones.Messages.Where(message => turn.Texts.Contains(message.Text)).ToList();
        var first = Query(new(SelectFirst, ("id", asked[0].Id)), row => row.Time(1)) is [var at] ? at : DateTimeOffset.MaxValue;
        var persons = world.Phones.Messages.Where(message => message.Chat == turn.Chat && Names.WhoSaid(message.Text) == "phone");
        return persons.FirstOrDefault(person =>
            person.At > first && asked.All(text => person.At > text.At) && !(_letGo.TryGetValue(turn.Chat, out var letGo) && letGo >= person.At - MayStillCome) && IsDecided(person.Id))?.Text;
    }

    private bool IsDecided(string id) => Query(new(SelectDecided, ("id", id)), row => row.Number(0)).Count > 0;

    private const string SelectDecided = """
        select 1 from received_events r
        where r.provider_message_id = @id and not exists (select 1 from inbox i where i.provider_message_id = r.provider_message_id)
        """;

    private void LetGo(int chat)
    {
        _heldSince.Remove(chat);
        _letGo[chat] = world.Clock.Steady;
    }

    private IEnumerable<string> OtherAnswers(Conversations.Turn turn, string text) =>
        world.Conversations.Turns.Where(other => other != turn && other.Texts.Contains(text)).SelectMany(other => other.Said);
}
