using System.Text;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Silo.Import;

/// <summary>What becomes of what was going on.</summary>
public sealed class ChatMappingTests
{
    private const string Chat = "670000000000000000000001";
    private static readonly ChatKey Key = ImportIds.Chat(ImportIds.Tenant("650000000000000000000001"), "chat-1");

    /// <summary>One message by the contact at 12:00 and one by the other side, or the other way round.</summary>
    public static TheoryData<string, string, string, bool, bool, Attention?> Rows => new()
    {
        { "waiting, unanswered", "waiting", "contact", false, false, Attention.Unanswered },
        { "the AI held it and the contact wrote last", "active", "contact", false, false, Attention.Unanswered },
        { "the AI held it and had answered", "active", "human", false, false, null },
        { "resolved: what was over there is over here", "resolved", "contact", false, false, null },
        { "closed: a person had decided", "active", "contact", true, false, null },
        { "blacklisted: nobody is to answer", "waiting", "contact", false, true, null },
    };

    [Theory, MemberData(nameof(Rows))]
    public void Whatever_went_on_is_over_and_an_unanswered_contact_is_shown(string row, string status, string last, bool isClosed, bool isBlacklisted, Attention? attention)
    {
        var mapped = ChatMapping.Of(
            Key, ReadChat($$"""{"is_closed":{{(isClosed ? "true" : "false")}},"active_session_id":"s1" """), [Session("s1", status, "12:00")],
            [Message("m1", last == "contact" ? "human" : "contact", "12:00", "s1"), Message("m2", last, "12:05", "s1")],
            new() { ContactIsBlacklisted = isBlacklisted });

        var session = Assert.Single(mapped.Chat.Sessions).Session;
        Assert.Equal((row, SessionStatus.Resolved, attention), (row, session.Status, mapped.Chat.State.Attention));
        Assert.Equal((null, null, isClosed ? Phase.Closed : Phase.Idle), (mapped.Chat.State.Session, mapped.Chat.State.NextDeadline, mapped.Chat.State.Phase));
        if (status != "resolved") Assert.Equal((ResolvedBy.Manual, At("12:05")), (session.ResolvedBy, session.ResolvedAt));
    }

    [Theory]
    [InlineData("""{"mode":"human","session_status":"waiting","session_started_at":"2024-03-01T12:00:00Z" """, "Manual")]
    [InlineData("""{"mode":"ai","session_status":"idle","session_started_at":"2024-03-01T12:00:00Z" """, "Manual")]
    [InlineData("""{"mode":"ai","session_status":"idle","elevenlabs_conversation_created_at":"2024-03-01T12:00:00Z" """, "Manual")]
    [InlineData("""{"mode":"closed","session_status":"idle","session_started_at":"2024-03-01T12:00:00Z","session_resolved_by":"human" """, "Human")]
    [InlineData("""{"mode":"ai","session_status":"resolved","session_started_at":"2024-03-01T12:00:00Z","session_resolved_by":"ai_timeout" """, "AiTimeout")]
    public void A_session_that_lay_on_the_chat_becomes_one_and_gets_the_messages_since_its_start(string chat, string resolvedBy)
    {
        var mapped = ChatMapping.Of(Key, ReadChat(chat), [], [Message("m1", "contact", "11:59"), Message("m2", "contact", "12:00"), Message("m3", "contact", "12:30")], new());

        var session = Assert.Single(mapped.Chat.Sessions).Session;
        Assert.Equal((resolvedBy, At("12:00"), 2, 1), (session.ResolvedBy.ToString(), session.StartedAt, session.MessageCount, mapped.Chat.State.SessionsStarted));
        Assert.Equal([null, session.Id, session.Id], mapped.Chat.Messages.Select(message => message.Session));
    }

    [Theory]
    [InlineData("""{"mode":"ai","session_status":"idle","session_started_at":null """)]
    [InlineData("""{"active_session_id":"s9","session_started_at":"2024-03-01T12:00:00Z" """)]
    [InlineData("{\"is_closed\":false")]
    public void A_chat_without_old_fields_or_of_the_new_form_has_no_session_of_its_own(string chat) =>
        Assert.Empty(ChatMapping.Of(Key, ReadChat(chat), [], [Message("m1", "contact", "12:30")], new()).Chat.Sessions);

    [Fact]
    public void A_session_that_the_other_system_had_begun_to_migrate_comes_once() => Assert.Single(ChatMapping.Of(
        Key, ReadChat("""{"mode":"ai","session_status":"idle","session_started_at":"2024-03-01T12:00:00Z" """), [Session("s1", "active", "12:00")], [], new()).Chat.Sessions);

    [Fact]
    public void Sessions_are_numbered_and_messages_stand_in_the_order_of_their_times()
    {
        var mapped = ChatMapping.Of(
            Key, ReadChat("{\"is_closed\":false"), [Session("s2", "resolved", "12:10"), Session("s1", "resolved", "12:00")],
            [Message("m2", "contact", "12:10", "s2"), Message("m1", "contact", "12:00", "s1"), Message("m0", "contact", "12:00", "s1")], new());

        Assert.Equal([(1, At("12:00")), (2, At("12:10"))], mapped.Chat.Sessions.Select(one => (one.Session.Number, one.Session.StartedAt)));
        Assert.Equal(["m0", "m1", "m2"], mapped.Messages.Select(message => message.OldId));
        Assert.Equal([2, 1], mapped.Chat.Sessions.Select(one => one.Session.MessageCount));
        Assert.Equal(At("12:10"), mapped.Chat.State.LastMessageAt);
    }

    [Fact]
    public void The_last_provider_ids_are_remembered_and_the_preview_ends_at_a_whole_character()
    {
        var text = new string('x', 99) + "😀 and more";
        var mapped = ChatMapping.Of(
            Key, ReadChat("{\"is_closed\":false"), [], [.. Enumerable.Range(0, 70).Select(number => Message($"m{number:00}", "contact", $"12:{number % 60:00}", text: text))], new());
        Assert.Equal(ChatState.RememberedIds, mapped.Chat.State.SeenIds.Length);
        Assert.Equal(new string('x', 99), mapped.Chat.State.LastMessagePreview);
    }

    /// <param name="open">A document that is not closed yet.</param>
    private static ExportedChat ReadChat(string open) => Read(
        $$"""{{open.TrimEnd()}},"_id":{"$oid":"{{Chat}}"},"tenant_id":"650000000000000000000001","unipile_chat_id":"chat-1","contact_phone":"+905551112233"}""", ExportReader.Chat).Row;

    private static Sourced<ExportedSession> Session(string id, string status, string at) =>
        Read($$"""{"_id":"{{id}}","chat_id":"{{Chat}}","status":"{{status}}","started_at":"2024-03-01T{{at}}:00Z"}""", ExportReader.Session);

    private static Sourced<ExportedMessage> Message(string id, string sender, string at, string? session = null, string text = "Hello")
    {
        var ofSession = session is null ? "" : $"\"session_id\":\"{session}\",";
        return Read(
            $$"""{"_id":"{{id}}","chat_id":"{{Chat}}",{{ofSession}}"unipile_message_id":"p-{{id}}","sender":"{{sender}}","text":"{{text}}","createdAt":"2024-03-01T{{at}}:00Z"}""",
            ExportReader.Message);
    }

    private static Sourced<T> Read<T>(string document, Func<ExportDocument, Reading<T>> read) where T : class
    {
        var reading = ExportDocument.Parse(Encoding.UTF8.GetBytes(document), read);
        return new(new LineAt(0, 0, 1), reading.Row ?? throw new InvalidOperationException(reading.Fault!.Sentence));
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse($"2024-03-01T{time}:00Z", System.Globalization.CultureInfo.InvariantCulture);
}
