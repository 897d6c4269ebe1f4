using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Storage.Accounts;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo;

/// <summary>How a chat and its session become one flat record.</summary>
public sealed class EnrichmentTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly TenantId Tenant = new(Guid.Parse("11111111-1111-1111-1111-111111111111"));
    private static readonly UserId Ann = new(Guid.Parse("aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"));
    private static readonly Dictionary<UserId, User> Users = new() { [Ann] = new User(Ann, Tenant, "ann@example.com", "Ann", Role.Manager,
        "", true, Noon) };

    public static TheoryData<string, bool, SessionStatus?, bool, bool, string, string> Rows => new()
    {
        { "no session, open", false, null, false, false, "ai", "idle" },
        { "no session, closed", true, null, false, false, "closed", "idle" },
        { "waiting", false, SessionStatus.Waiting, false, false, "human", "waiting" },
        { "active, taken over on the dashboard", false, SessionStatus.Active, true, true, "human", "idle" },
        { "active, answered from the phone", false, SessionStatus.Active, false, true, "human", "idle" },
        { "active, nobody", false, SessionStatus.Active, false, false, "ai", "idle" },
        { "a resolved session counts as none", false, SessionStatus.Resolved, false, false, "ai", "idle" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Mode_and_session_status_follow_the_table(string row, bool isClosed, SessionStatus? session, bool hasUser, bool isTaken,
        string mode, string status)
    {
        var chat = Chat() with { IsClosed = isClosed,
            Session = session is { } known
            ? Session(known) with { TakenOverBy = hasUser ? Ann : null, TakenOverAt = isTaken ? Noon : null }
            : null };
        var view = ChatView.Of(Tenant, chat, "unipile", Users);
        Assert.Equal((row, mode, status), (row, view.Mode, view.SessionStatus));
    }

    [Fact]
    public void Whoever_took_the_chat_over_is_named()
    {
        var view = ChatView.Of(Tenant,
            Chat() with { Session = Session(SessionStatus.Active) with { TakenOverBy = Ann, TakenOverAt = Noon } }, "unipile", Users);
        Assert.Equal(new PersonView(Ann.Value, "Ann", "ann@example.com"), view.TakenOverBy);
        Assert.Equal(Noon, view.TakenOverAt);
    }

    [Fact]
    public void A_person_on_the_phone_has_a_time_and_no_name()
    {
        var view = ChatView.Of(Tenant, Chat() with { Session = Session(SessionStatus.Active) with { TakenOverAt = Noon } }, "unipile", Users);
        Assert.Null(view.TakenOverBy);
        Assert.Equal(Noon, view.TakenOverAt);
    }

    [Fact]
    public void A_user_who_is_gone_is_still_an_id()
    {
        var gone = new UserId(Guid.Parse("bbbbbbbb-bbbb-bbbb-bbbb-bbbbbbbbbbbb"));
        var view = ChatView.Of(Tenant,
            Chat() with { Session = Session(SessionStatus.Active) with { TakenOverBy = gone, TakenOverAt = Noon } }, "unipile", Users);
        Assert.Equal(new PersonView(gone.Value, "", ""), view.TakenOverBy);
    }

    [Fact]
    public void The_sessions_times_are_those_of_the_active_session()
    {
        var view = ChatView.Of(Tenant, Chat() with { Session = Session(SessionStatus.Waiting) }, "unipile", Users);
        Assert.Equal((Noon, Noon.AddMinutes(3)), (view.SessionStartedAt, view.SessionGraceDeadline));
        var without = ChatView.Of(Tenant, Chat(), "unipile", Users);
        Assert.Null(without.SessionStartedAt);
        Assert.Null(without.SessionGraceDeadline);
        Assert.Null(without.SessionResolvedBy);
    }

    [Fact]
    public void What_is_not_known_yet_has_its_stand_in()
    {
        var view = ChatView.Of(Tenant, Chat() with { ContactName = "", LastMessageAt = null }, "unipile", Users);
        Assert.Equal("Bilinmiyor", view.ContactName);
        Assert.Equal(view.CreatedAt, view.LastMessageAt);
    }

    [Fact]
    public void A_chat_that_needs_a_person_says_why()
    {
        var view = ChatView.Of(Tenant, Chat() with { Attention = "no_agent" }, "unipile", Users);
        Assert.True(view.NeedsAttention);
        Assert.Equal("no_agent", view.Attention);
    }

    private static ChatRow Chat() => new()
    {
        Id = new(Guid.Parse("cccccccc-cccc-cccc-cccc-cccccccccccc")),
        Channel = new(Guid.Empty),
        ProviderChatId = "chat",
        ContactName = "Ayşe",
        ContactPhone = "+905551112233",
        IsClosed = false,
        Epoch = 1,
        Attention = null,
        LastMessagePreview = "Hello",
        LastMessageAt = Noon,
        MessageCount = 1,
        CreatedAt = Noon.AddHours(-1),
        UpdatedAt = Noon,
        WindowClosesAt = null,
        IsHidden = false,
    };

    private static SessionRow Session(SessionStatus status) => new()
    {
        Id = new(Guid.Parse("dddddddd-dddd-dddd-dddd-dddddddddddd")),
        Chat = Chat().Id,
        Status = status,
        ResolvedBy = null,
        StartedAt = Noon,
        ResolvedAt = null,
        GraceDeadline = Noon.AddMinutes(3),
        TakenOverBy = null,
        TakenOverAt = null,
        ConversationId = null,
        MessageCount = 1,
        CreatedAt = Noon,
        UpdatedAt = Noon,
    };
}
