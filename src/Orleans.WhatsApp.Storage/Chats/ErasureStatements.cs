using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Storage.Feed;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Chats;

/// <summary>All that is stored of one chat goes in one transaction: half of it gone would be a chat that nobody could explain.</summary>
internal static class ErasureStatements
{
    // Whoever commits on the version before finds no row.
    private const string DeleteChat = """
        delete from chats where tenant_id = @tenant and id = @chat and channel_id = @channel and version = @expected_version
        """;

    // As for a withdrawal: one that was claimed meanwhile takes the whole erasure back, and the next try knows of it.
    private const string DeleteReadySend = """
        delete from outbox where tenant_id = @tenant and intent_id = @intent and chat_id = @chat and status = 'ready'
        """;

    private const string DeleteOpenSends = """
        delete from outbox where tenant_id = @tenant and chat_id = @chat and status in ('ready', 'claimed', 'unknown', 'accepted_unnamed')
        """;

    private const string DeleteSettledSends = "delete from outbox where tenant_id = @tenant and chat_id = @chat and status in ('accepted', 'failed', 'withdrawn', 'withheld')";
    private const string DeleteMarks = "delete from message_marks where tenant_id = @tenant and chat_id = @chat";

    // Marks of a version that did not say whose they are.
    private const string DeleteMarksOfMessages = """
        delete from message_marks
        where tenant_id = @tenant and channel_id = @channel and provider_message_id in (
          select m.provider_message_id from messages m where m.tenant_id = @tenant and m.chat_id = @chat and m.provider_message_id is not null)
        """;

    private const string DeleteMarksOfEvents = """
        delete from message_marks
        where tenant_id = @tenant and channel_id = @channel and provider_message_id in (
          select i.provider_message_id from inbox i where i.tenant_id = @tenant and i.chat_id = @chat)
        """;

    // Their files have gone with the chat's others.
    private const string DeleteUploads = "delete from uploads where tenant_id = @tenant and chat_id = @chat";
    private const string DeleteMessages = "delete from messages where tenant_id = @tenant and chat_id = @chat";
    private const string DeleteSessions = "delete from sessions where tenant_id = @tenant and chat_id = @chat";
    private const string DeleteTimeline = "delete from timeline where tenant_id = @tenant and chat_id = @chat";
    private const string SelectAliases = "select provider_chat_id from chat_aliases where tenant_id = @tenant and channel_id = @channel and chat_id = @chat";
    private const string DeleteAliases = "delete from chat_aliases where tenant_id = @tenant and channel_id = @channel and chat_id = @chat";

    // That they have come stays known, by rows that name nobody.
    private const string DeleteEvents = "delete from inbox where tenant_id = @tenant and chat_id = @chat";

    // Numbers without a gap: what was told is unsaid, not taken out.
    private const string UnsayEvents = """
        update feed_events set what = 'gone', mode = '', status = ''
        where tenant_id = @tenant and subject_id = @chat and kind = 'chat'
        """;

    private const string UpsertErased = """
        insert into erased_chats (tenant_id, chat_id, channel_id, until, epoch, sessions_started, turns_asked, intents_made, version, echoes)
        values (@tenant, @chat, @channel, @until, @epoch, @sessions_started, @turns_asked, @intents_made, @version, @echoes)
        on conflict (tenant_id, chat_id) do update set
          until = excluded.until, epoch = excluded.epoch, sessions_started = excluded.sessions_started, turns_asked = excluded.turns_asked,
          intents_made = excluded.intents_made, version = excluded.version, echoes = excluded.echoes
        """;

    private const string InsertErasedUnderAnotherId = """
        insert into erased_chats (tenant_id, chat_id, channel_id, until, epoch, sessions_started, turns_asked, intents_made, version, echoes)
        values (@tenant, @chat, @channel, @until, 0, 0, 0, 0, 0, @echoes)
        on conflict (tenant_id, chat_id) do update set until = excluded.until, echoes = excluded.echoes where excluded.until > erased_chats.until
        """;

    private const string InsertRecord = """
        insert into erasures (tenant_id, request_id, channel_id, chat_id, erased_at, erased_by, messages, marks, sessions, timeline, events, sends, aliases)
        values (@tenant, @request, @channel, @chat, @now, @by, @messages, @marks, @sessions, @timeline, @events, @sends, @aliases)
        """;

    // A statement of its own, since it sees what was committed while the insert before it waited.
    private const string IsNotErasedSince = """
        update chats set version = version
        where tenant_id = @tenant and id = @chat and version = @next_version
          and not exists (select 1 from erased_chats e where e.tenant_id = @tenant and e.chat_id = @chat and e.version > @expected_version)
        """;

    /// <summary>After the insert of a chat: whoever has not heard of its erasure does not begin it anew.</summary>
    public static Statement Guard(ChatCommit commit) => new(
        IsNotErasedSince,
        ("tenant", commit.Chat.Tenant.Value),
        ("chat", commit.Chat.Chat.Value),
        ("next_version", commit.ExpectedVersion + 1),
        ("expected_version", commit.ExpectedVersion)) { MustChange = true };

    public static async ValueTask<ErasedRows> Run(ISqlSession session, ChatErasure erasure)
    {
        var chat = erasure.Chat;
        Arg[] ids = [("tenant", chat.Tenant.Value), ("chat", chat.Chat.Value), ("channel", chat.Channel.Value)];

        // The chat before its sends, as every commit does it: so nobody waits in a circle.
        await session.ExecuteAll(
        [
            CountChange.Of(erasure),
            new(DeleteChat, [.. ids, ("expected_version", erasure.ExpectedVersion)]) { MustChange = true },
            .. erasure.State.Sends.Where(send => send.Status == SendStatus.Ready)
                .Select(send => new Statement(DeleteReadySend, [.. ids, ("intent", send.Intent.Value)]) { MustChange = true }),
        ]);
        var ready = erasure.State.Sends.Count(send => send.Status == SendStatus.Ready);
        var sends = ready + await session.Execute(new(DeleteOpenSends, ids)) + await session.Execute(new(DeleteSettledSends, ids));
        var marks = await session.Execute(new(DeleteMarks, ids)) + await session.Execute(new(DeleteMarksOfMessages, ids)) + await session.Execute(new(DeleteMarksOfEvents, ids));
        var events = await session.Execute(new(DeleteEvents, ids));
        var messages = await session.Execute(new(DeleteMessages, ids));
        var sessions = await session.Execute(new(DeleteSessions, ids));
        var timeline = await session.Execute(new(DeleteTimeline, ids));
        var names = await session.Query(new(SelectAliases, ids), row => row.Text(0));
        var aliases = await session.Execute(new(DeleteAliases, ids));

        var rows = new ErasedRows(messages, marks, sessions, timeline, events, sends, aliases);
        await session.ExecuteAll(
        [
            new(DeleteUploads, ids),
            new(UnsayEvents, ids),
            FeedStatements.OfErasure(erasure),
            .. OtherIds(erasure, names).Select(id => UnderAnotherId(erasure, id)),
            Stays(erasure),
            .. erasure.By is { } by ? [Record(erasure, by, rows)] : Array.Empty<Statement>(),
        ]);
        return rows;
    }

    /// <summary>Without its alias the same provider chat would be taken for another chat, which knows of no erasure.</summary>
    private static IEnumerable<ChatId> OtherIds(ChatErasure erasure, IEnumerable<string> aliases) => aliases.Append(erasure.State.ProviderChatId)
        .Where(name => name.Length > 0)
        .Select(name => ChatId.Of(erasure.Chat.Channel, name))
        .Distinct()
        .Where(id => id != erasure.Chat.Chat);

    private static Statement UnderAnotherId(ChatErasure erasure, ChatId id) => new(
        InsertErasedUnderAnotherId,
        ("tenant", erasure.Chat.Tenant.Value),
        ("chat", id.Value),
        ("channel", erasure.Chat.Channel.Value),
        ("until", erasure.Erased.Until),
        ("echoes", EchoesOf(erasure)));

    private static Statement Stays(ChatErasure erasure) => new(
        UpsertErased,
        ("tenant", erasure.Chat.Tenant.Value),
        ("chat", erasure.Chat.Chat.Value),
        ("channel", erasure.Chat.Channel.Value),
        ("until", erasure.Erased.Until),
        ("epoch", erasure.Erased.Epoch),
        ("sessions_started", erasure.Erased.SessionsStarted),
        ("turns_asked", erasure.Erased.TurnsAsked),
        ("intents_made", erasure.Erased.IntentsMade),
        ("version", erasure.Erased.Version),
        ("echoes", EchoesOf(erasure)));

    private static string EchoesOf(ChatErasure erasure) => string.Join(' ', erasure.Erased.Echoes);

    private static Statement Record(ChatErasure erasure, Guid by, ErasedRows rows) => new(
        InsertRecord,
        ("tenant", erasure.Chat.Tenant.Value),
        ("request", erasure.Request),
        ("channel", erasure.Chat.Channel.Value),
        ("chat", erasure.Chat.Chat.Value),
        ("now", erasure.At),
        ("by", by),
        ("messages", rows.Messages),
        ("marks", rows.Marks),
        ("sessions", rows.Sessions),
        ("timeline", rows.Timeline),
        ("events", rows.Events),
        ("sends", rows.Sends),
        ("aliases", rows.Aliases));
}
