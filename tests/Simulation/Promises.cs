using System.Text.RegularExpressions;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Simulation;

/// <summary>What the product promises, judged from the outside: by what stands on the phones, what agents were asked, what people were told, and what the database holds.</summary>
internal sealed partial class Promises(World world)
{
    /// <summary>Well below the inactivity time-out, after which a person's hold ends by itself.</summary>
    private static readonly TimeSpan HoldIsSure = World.InactivityTimeout - TimeSpan.FromMinutes(2);

    /// <summary>An action that nobody got an answer to may still be done.</summary>
    private static readonly TimeSpan MayStillCome = TimeSpan.FromMinutes(2);

    private readonly List<string> _broken = [];
    private readonly HashSet<string> _kept = [];
    private readonly Dictionary<int, DateTimeOffset> _heldSince = [];
    private readonly Dictionary<int, DateTimeOffset> _letGo = [];
    private readonly HashSet<string> _claimed = [];
    private readonly Dictionary<(int Chat, string Who), long> _latestClaimed = [];
    private readonly Dictionary<string, DateTimeOffset> _askedAt = [];

    private const string SelectClaimed = """
        select o.text, o.speaker, o.epoch, c.epoch, coalesce(c.session_status, ''), c.taken_over_at, c.is_closed, o.seq
        from outbox o join chats c on c.tenant_id = o.tenant_id and c.id = o.chat_id
        where o.intent_id = @intent
        """;

    /// <summary>A send was handed over: from here on it may be on the phone.</summary>
    public void Claimed(Guid intent)
    {
        var claim = Query(new(SelectClaimed, ("intent", intent)), row => (
            Text: row.Text(0), Speaker: row.Text(1), Epoch: row.Number(2), ChatEpoch: row.Number(3), Session: row.Text(4), IsHeld: !row.IsNull(5), IsClosed: row.Flag(6), Place: row.Number(7)))[0];
        world.Note($"{claim.Text} is handed over");
        if (_claimed.Add(claim.Text))
        {
            var speaker = (Names.WhereSaid(claim.Text), claim.Speaker);
            Hold(_latestClaimed.GetValueOrDefault(speaker) < claim.Place, $"{claim.Text} was handed over after what was said later");
            _latestClaimed[speaker] = claim.Place;
        }

        if (claim.Speaker != "ai") return;
        Hold(claim is { IsHeld: false, IsClosed: false, Session: "active" } && claim.Epoch == claim.ChatEpoch, $"{claim.Text} was handed over, and the chat was not the agent's");
        var chat = Names.WhereSaid(claim.Text);
        Hold(!(_heldSince.TryGetValue(chat, out var since) && world.Clock.Steady - since < HoldIsSure), $"{claim.Text} was handed over, and a person had been told that the chat is theirs");
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
        var chat = Names.WhereSaid(turn.Texts[0]);
        foreach (var text in Anything().Matches(turn.Asked + context).Select(match => match.Value))
            Hold(Names.WhereSaid(text) == chat, $"an agent heard {text} of another chat");
        Hold(turn.Agent == Names.AgentOf(Names.TenantOf(chat)), $"{turn.Agent} was asked in chat {chat}");
        foreach (var text in turn.Texts)
        {
            _askedAt.TryAdd(text, world.Clock.Steady);
            Hold(!OtherAnswers(turn, text).Any(IsOnAPhone), $"{text} was asked again, and its answer was on the phone");
        }
    }

    public void Kept(Told told) => _kept.Add(told.Id);

    public void IsAbout(int chat, ChatAction action)
    {
        if (action is ChatAction.Release or ChatAction.Close or ChatAction.Reopen or ChatAction.AnswerNow) LetGo(chat);
    }

    public void IsDone(int chat, ChatAction action, ActionOutcome outcome)
    {
        var isSure = !_letGo.TryGetValue(chat, out var letGo) || world.Clock.Steady - letGo > MayStillCome;
        if (action is ChatAction.TakeOver && outcome.IsDone && isSure) _heldSince[chat] = world.Clock.Steady;
    }

    /// <summary>What concerns the tenant or the number may end any session of the tenant.</summary>
    public void IsHalted(int chat)
    {
        for (var other = chat % 2; other < world.Story.Chats; other += 2) LetGo(other);
    }

    /// <exception cref="BrokenPromise">The first that was broken.</exception>
    public void CheckAll()
    {
        if (_broken.Count == 0)
        {
            WhatWasSaidIsStoredOnce();
            WhatIsOnThePhoneIsThereOnceAndKnown();
            NothingIsLeftUndone();
            WhoIsLeftAloneIsAnswered();
        }

        if (_broken.Count > 0) throw new BrokenPromise(_broken[0]);
    }

    private void WhatWasSaidIsStoredOnce()
    {
        var rows = Query(
            new("select tenant_id, chat_id, sender, text, status, coalesce(provider_message_id, '') from messages"),
            row => (Tenant: row.Id(0), Chat: row.Id(1), Sender: row.Text(2), Text: row.Text(3), Status: row.Text(4), ProviderId: row.Text(5)));
        foreach (var row in rows)
        {
            var key = Names.KeyOf(Names.WhereSaid(row.Text));
            Hold((row.Tenant, row.Chat) == (key.Tenant.Value, key.Chat.Value), $"{row.Text} is stored in a chat that is not its own");
            Hold(row.Sender == Names.WhoSaid(row.Text) switch { "in" => "contact", "ai" => "ai", _ => "human" }, $"{row.Text} is stored as {row.Sender}'s");
        }

        foreach (var twice in rows.GroupBy(row => row.Text).Where(same => same.Count() > 1)) Hold(false, $"{twice.Key} is stored {twice.Count()} times");
        if (_broken.Count > 0) return;
        var known = rows.Where(row => row.ProviderId.Length > 0).ToDictionary(row => row.ProviderId);
        foreach (var message in world.Phones.Messages.Where(message => _kept.Contains(message.Id)))
            Hold(known.TryGetValue(message.Id, out var row) && row.Text == message.Text, $"{message.Text} was taken, and is not stored: {WhatBecameOf(message.Id)}");
        // The provider may never say which of its messages one of ours is; that it is sent is known all the same.
        var sent = rows.Where(row => row.Status is not ("queued" or "withdrawn" or "failed" or "unknown")).ToDictionary(row => row.Text);
        foreach (var message in world.Phones.Messages.Where(message => IsOurs(message.Text)))
            Hold(sent.TryGetValue(message.Text, out var row) && (row.ProviderId.Length == 0 || row.ProviderId == message.Id),
                $"{message.Text} is on the phone, and is stored as {rows.FirstOrDefault(one => one.Text == message.Text).Status ?? "nothing"}");
    }

    private void WhatIsOnThePhoneIsThereOnceAndKnown()
    {
        foreach (var twice in world.Phones.Messages.GroupBy(message => message.Text).Where(same => same.Count() > 1)) Hold(false, $"{twice.Key} is on the phone {twice.Count()} times");
        foreach (var text in world.Phones.Messages.Where(message => Names.WhoSaid(message.Text) == "in").Select(message => message.Text))
        {
            var answering = world.Conversations.Turns.Count(turn => turn.Texts.Contains(text) && turn.Said.Any(IsOnAPhone));
            Hold(answering <= 1, $"{text} was answered by {answering} attempts");
        }
    }

    private void NothingIsLeftUndone()
    {
        foreach (var kind in Query(new("select kind || ' ' || provider_message_id || coalesce(' ' || last_error, '') from inbox where done_at is null"), row => row.Text(0)))
            Hold(false, $"an event is not decided: {kind}");
        foreach (var send in Query(new("select text || ' is ' || status from outbox where status in ('ready', 'claimed', 'unknown')"), row => row.Text(0)))
            Hold(false, $"a send never ends: {send}");
        foreach (var session in Query(new("select status from sessions where status <> 'resolved'"), row => row.Text(0))) Hold(false, $"a session never ends: it is {session}");
    }

    /// <summary>A chat in which no person does anything, of a tenant whose settings nobody touches.</summary>
    private void WhoIsLeftAloneIsAnswered()
    {
        if (world.Story.Incidents.Any(incident => incident.What is Doing.AgentsInTrouble)) return;
        var touched = world.Story.Incidents.Where(incident => incident.IsAboutSettings).Select(incident => incident.Chat % 2).ToHashSet();
        var minded = world.Story.Incidents.Where(incident => incident.IsAPersons).Select(incident => incident.Chat).ToHashSet();
        var late = Query(new("select text from messages where is_late"), row => row.Text(0)).ToHashSet();
        foreach (var message in world.Phones.Messages.Where(message => Names.WhoSaid(message.Text) == "in" && !touched.Contains(message.Chat % 2) && !minded.Contains(message.Chat)))
            Hold(late.Contains(message.Text) || _askedAt.ContainsKey(message.Text), $"{message.Text} waits for an answer for ever: no agent was asked");
    }

    /// <summary>The product's own history of its chats.</summary>
    public IEnumerable<string> Decisions() => Query(
        new("select at, chat_id, rule, cause, detail from timeline order by at, seq"),
        row => $"{row.Time(0):HH:mm:ss.fff} chat {Enumerable.Range(0, world.Story.Chats).First(chat => Names.KeyOf(chat).Chat.Value == row.Id(1))}: {row.Text(2)} {row.Text(3)} {row.Text(4)}");

    private string WhatBecameOf(string id) => string.Join(", ", Query(
        new("select case when done_at is not null then 'done' when set_aside_at is not null then 'set aside' else 'not decided' end || coalesce(' after ' || last_error, '') from inbox where provider_message_id = @id", ("id", id)),
        row => row.Text(0)));

    private void LetGo(int chat)
    {
        _heldSince.Remove(chat);
        _letGo[chat] = world.Clock.Steady;
    }

    private IEnumerable<string> OtherAnswers(Conversations.Turn turn, string text) =>
        world.Conversations.Turns.Where(other => other != turn && other.Texts.Contains(text)).SelectMany(other => other.Said);

    private bool IsOnAPhone(string text) => world.Phones.Messages.Any(message => message.Text == text);

    private static bool IsOurs(string text) => Names.WhoSaid(text) is "ai" or "op";

    private void Hold(bool isSo, string broken)
    {
        if (isSo) return;
        world.Note($"BROKEN: {broken}");
        _broken.Add(broken);
    }

    private List<T> Query<T>(Statement statement, Func<Row, T> read) => ((IDatabase)world.Database).Query(statement, read).GetAwaiter().GetResult();

    [GeneratedRegex(@"\b(?:in|ai|op|phone):\d+:\d+")]
    private static partial Regex Anything();
}
