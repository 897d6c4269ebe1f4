namespace Orleans.WhatsApp.Simulation;

/// <summary>What must be true when all is quiet again.</summary>
internal sealed partial class Promises
{
    private void WhatWasSaidIsStoredOnce()
    {
        var rows = Query(
            new("select tenant_id, chat_id, sender, text, status, coalesce(provider_message_id, ''), deleted_at is not null from messages"),
            row => (Tenant: row.Id(0), Chat: row.Id(1), Sender: row.Text(2), Text: row.Text(3), Status: row.Text(4), ProviderId: row.Text(5), IsDeleted: row.Flag(6)));
        foreach (var row in rows)
        {
            var key = Names.KeyOf(Names.WhereSaid(row.Text));
            Hold((row.Tenant, row.Chat) == (key.Tenant.Value, key.Chat.Value), $"{row.Text} is stored in a chat that is not its own");
            Hold(row.Sender == Names.WhoSaid(row.Text) switch { "in" => "contact", "ai" => "ai", _ => "human" }, $"{row.Text} is stored as {row.Sender}'s");
        }

        foreach (var twice in rows.GroupBy(row => row.Text.TrimEnd('*')).Where(same => same.Count() > 1)) Hold(false, $"{twice.Key} is stored {twice.Count()} times");
        if (_broken.Count > 0) return;
        var known = rows.Where(row => row.ProviderId.Length > 0).ToDictionary(row => row.ProviderId);
        foreach (var message in world.Phones.Messages.Where(message => _kept.Contains(message.Id)))
        {
            var text = _keptMarks.Contains($"edited {message.Id}") ? message.EditedText : message.Text;
            Hold(known.TryGetValue(message.Id, out var row), $"{message.Text} was taken, and is not stored: {WhatBecameOf(message.Id)}");
            Hold(row.Text == text || (message.IsEdited && row.Text == message.EditedText), $"{text} was taken, and {row.Text} is stored");
            Hold(row.IsDeleted || !_keptMarks.Contains($"deleted {message.Id}"), $"{text} was deleted, and is stored as if it were not");
        }

        // The provider may never say which of its messages one of ours is; that it is sent is known all the same.
        var sent = rows.Where(row => row.Status is not ("queued" or "withdrawn" or "failed" or "unknown")).ToDictionary(row => row.Text);
        foreach (var message in world.Phones.Messages.Where(message => IsOurs(message.Text)))
            Hold(sent.TryGetValue(message.Text, out var row) && (row.ProviderId.Length == 0 || row.ProviderId == message.Id),
                $"{message.Text} is on the phone, and is stored as {rows.FirstOrDefault(one => one.Text == message.Text).Status ?? "nothing"}");
        foreach (var row in sent.Values.Where(row => IsOurs(row.Text))) Hold(IsOnAPhone(row.Text), $"{row.Text} is stored as {row.Status}, and is on no phone");
        foreach (var text in _promised)
            Hold(sent.ContainsKey(text) || rows.Any(row => row.Text == text && row.Status == "failed"), $"{text} was promised to a person, and is {rows.FirstOrDefault(one => one.Text == text).Status ?? "not stored"}");
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
        if (LeftUndone().FirstOrDefault() is { } left) Hold(false, left);
    }

    /// <summary>What the database says is still to come.</summary>
    public IEnumerable<string> LeftUndone() =>
    [
        .. Texts("select 'an event is not decided: ' || kind || ' ' || provider_message_id || coalesce(' ' || last_error, '') from inbox"),
        .. Texts("select 'a send never ends: ' || text || ' is ' || status from outbox where status in ('ready', 'claimed', 'unknown')"),
        .. Texts("select 'a session never ends: it is ' || status from sessions where status <> 'resolved'"),
        .. Texts("select 'a deadline of ' || provider_chat_id || ' is never over' from chats where next_deadline_at is not null"),
        .. Texts("select 'a reminder never ends: ' || grain_id from reminders where name = 'wake'"),
    ];

    /// <summary>Sends that have been unclear for long: only somebody who looks at the contact's phone can tell whether they arrived.</summary>
    public IEnumerable<(int Chat, Guid Message, bool IsOut)> LeftToPeople() => Query(
        new("select message_id, text from outbox where status = 'unknown' and updated_at < @before", ("before", world.Clock.GetUtcNow() - TimeSpan.FromMinutes(5))),
        row => (Names.WhereSaid(row.Text(1)), row.Id(0), IsOnAPhone(row.Text(1))));

    private List<string> Texts(string sql) => Query(new(sql), row => row.Text(0));

    /// <summary>By the history that people are shown: a grace period ends once, and so does a session.</summary>
    private void EveryDeadlineIsMetOnce()
    {
        const string Twice = """
            select min(rule) from timeline
            where rule in ('T7', 'T8', 'T15', 'T17')
            group by session_id, rule in ('T7', 'T8', 'T17')
            having count(*) > 1
            """;
        foreach (var rule in Query(new(Twice), row => row.Text(0))) Hold(false, $"a deadline was met twice: {rule}");
    }

    /// <summary>In a chat in which no person ever does anything, of a tenant whose settings nobody touches.</summary>
    private void WhoIsLeftAloneIsAnswered()
    {
        if (world.Story.Incidents.Any(incident => incident.What is Doing.AgentsInTrouble)) return;
        foreach (var message in world.Phones.Messages.Where(message => Names.WhoSaid(message.Text) == "in" && IsLeftAlone(message.Chat)))
            Hold(_askedAt.ContainsKey(message.Text) || !WakesTheAgent(new Told("contact", message.Chat, message.Id, message.Text, message.At)),
                $"{message.Text} waits for an answer for ever: no agent was asked");
    }

    private string WhatBecameOf(string id) => string.Join(", ", Query(new(SelectWhatBecame, ("id", id)), row => row.Text(0)));

    private const string SelectWhatBecame = """
        select case when i.id is null then 'decided' when i.set_aside_at is not null then 'set aside' else 'not decided' end || coalesce(' after ' || i.last_error, '')
        from received_events r
        left join inbox i on i.provider_message_id = r.provider_message_id and i.kind = r.kind
        where r.provider_message_id = @id
        """;
}
