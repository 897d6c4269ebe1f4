using System.Text.Json;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Silo.Audit;
using Orleans.WhatsApp.Silo.Demo;
using Orleans.WhatsApp.Silo.Health;
using Orleans.WhatsApp.Silo.Live;
using Orleans.WhatsApp.Silo.Rest;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Silo.Support;
using Orleans.WhatsApp.Silo.Webhooks;
using Orleans.WhatsApp.Storage.Accounts;

namespace Orleans.WhatsApp.Silo.OpenApi;

/// <summary>One of each body that the gateway takes or gives, for its description: a day at one business.</summary>
internal static class Examples
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Tenant = new("0b7f3c56-9a1e-4f0b-8d57-3c2f8f6a1d01");
    private static readonly Guid Ann = new("0b7f3c56-9a1e-4f0b-8d57-3c2f8f6a1d02");
    private static readonly Guid Agent = new("0b7f3c56-9a1e-4f0b-8d57-3c2f8f6a1d03");
    private static readonly Guid Chat = new("0b7f3c56-9a1e-4f0b-8d57-3c2f8f6a1d04");
    private static readonly Guid Session = new("0b7f3c56-9a1e-4f0b-8d57-3c2f8f6a1d05");
    private static readonly Guid Message = new("0b7f3c56-9a1e-4f0b-8d57-3c2f8f6a1d06");
    private static readonly Guid Channel = new("0b7f3c56-9a1e-4f0b-8d57-3c2f8f6a1d07");
    private static readonly Guid Erasure = new("0b7f3c56-9a1e-4f0b-8d57-3c2f8f6a1d08");
    private static readonly Guid Upload = new("0b7f3c56-9a1e-4f0b-8d57-3c2f8f6a1d09");
    private const string Invited = "q7Zk1cJr0aX9vN3mTtE2yW5bH8uL4sPd";

    private static readonly PersonView AnnView = new(Ann, "Ann", "ann@example.com");
    private static readonly UserView AnnUser = new(Ann, "ann@example.com", "Ann", Role.Manager, true, false, true, Noon.AddDays(-30));
    private static readonly InvitationView Invitation = new(Invited, Noon.AddDays(7));
    private static readonly TenantDetails Harbour = new(Tenant, "Harbour Dental", ["whatsapp_agent"], true, Noon.AddDays(-30));
    private static readonly BacklogView Backlog = new(0, null, 1, Noon, 0, 2, Noon);

    private static readonly ChatView WaitingChat = new()
    {
        Id = Chat, TenantId = Tenant, UnipileChatId = "vE6b1cPQUGK9SsJ0xxtXsA", ContactName = "Ayşe", ContactPhone = "+905551112233", Mode = "human",
        TakenOverBy = null, TakenOverAt = null, LastMessageAt = Noon, LastMessagePreview = "Are you open tomorrow?", MessageCount = 3, SessionStatus = "waiting",
        SessionStartedAt = Noon, SessionGraceDeadline = Noon.AddMinutes(2), SessionResolvedBy = null, Epoch = 4, NeedsAttention = false, Attention = null,
        Provider = "meta", WindowClosesAt = Noon.AddHours(24), IsHidden = false,
        CreatedAt = Noon.AddDays(-3), UpdatedAt = Noon,
    };

    private static readonly SessionView OneSession = new()
    {
        Id = Session, ChatId = Chat, TenantId = Tenant, Status = SessionStatus.Active, ResolvedBy = null, StartedAt = Noon, ResolvedAt = null,
        GraceDeadline = Noon.AddMinutes(2), TakenOverBy = null, TakenOverAt = null, ElevenlabsConversationId = "conv_01k0", MessageCount = 3, CreatedAt = Noon,
        UpdatedAt = Noon.AddMinutes(2),
    };

    private static readonly TimelineView OneDecision =
        new(Noon.AddMinutes(2), "T7", "TimeReached", Phase.Grace, Phase.AgentAsked, 5, Session, null, null, new(120, true, true, true, false));

    private static readonly ErasedCounts Erased = new(48, 3, 5, 96, 52, 21, 0);

    private static readonly ExportedWholeChat WholeChat = new(
        Chat, Channel, "unipile", "vE6b1cPQUGK9SsJ0xxtXsA", [], "Ayşe", "+905551112233", "905551112233@s.whatsapp.net", false, null, 5, 1, "Are you open tomorrow?", Noon,
        Noon.AddDays(-3), Noon)
    {
        Sessions = [OneSession],
        Messages =
        [
            new(Message, Session, Sender.Contact, "Ayşe", "Are you open tomorrow?", Noon, DeliveryStatus.Received, "Kq1nZJ4LUBq0f1j0rQ9s2A", false, false, null, null, null, null, null,
                Noon, null, null, [new("att_1", "img", "image/jpeg", "door.jpg", 48_213, false) { State = MediaState.Kept }], [new(0, "image/jpeg", [0xFF, 0xD8, 0xFF])], [new("Kq1nZJ4LUBq0f1j0rQ9s2A", "reaction", "Ayşe", "👍", Noon)]),
        ],
        MarksWithoutMessage = [],
        Timeline = [OneDecision],
        UndecidedEvents = [],
    };

    private static readonly IReadOnlyDictionary<Type, object> ByType = new object[]
    {
        new LoginRequest("ann@example.com", "correct horse battery staple"),
        new RefreshRequest("Jm3tq0pXv8…"),
        new AcceptRequest(Invited, "correct horse battery staple"),
        new PasswordRequest("correct horse battery staple", "a longer horse battery staple"),
        new TokenPair("eyJhbGciOiJIUzI1NiJ9…", "Jm3tq0pXv8…", "Bearer", 900, new(Ann, Tenant, "ann@example.com", "Ann", "manager", false)),
        SignedInNow.Of(new User(new(Ann), new(Tenant), "ann@example.com", "Ann", Role.Manager, "", true, Noon), Noon),
        new SignedInUser(Ann, Tenant, "ann@example.com", "Ann", "manager", false),

        new ConfigRequest { AgentId = Agent, GracePeriodSeconds = 120, RetentionDays = 730, TimeZone = "Europe/Istanbul" },
        new ConfigView(Agent, 120, 730, "Europe/Istanbul"),
        new ConnectView("DiCDwd4aQ3yZl1Pp0Zr6Wg", "2@3xJ…", ChannelStatus.Pending),
        new ConnectionView(true, ChannelStatus.Ok, "+905550001122", "DiCDwd4aQ3yZl1Pp0Zr6Wg", Noon.AddDays(-3), Agent, 120, 730, "Europe/Istanbul"),
        new RegisterWebhookRequest("https://chat.example.com/webhooks/unipile", "unipile"),
        new ConnectRequest("meta", "106540352242922", "EAAG…"),
        new DisconnectRequest("meta"),
        new ChannelRequest(false),
        new ChannelDetails("meta", ChannelStatus.Ok, "106540352242922", "+905550001122", Noon.AddDays(-3), true, null, true, "https://chat.example.com/webhooks/meta", new(true, true, true, true, 86_400, true)),
        new WebhookView("https://chat.example.com/webhooks/unipile", "registered"),
        new BlacklistRequest("+90 555 999 88 77"),

        WaitingChat,
        TakenOverChat.Of(WaitingChat with { TakenOverBy = AnnView, TakenOverAt = Noon.AddMinutes(1), SessionStatus = "idle", Epoch = 5 }, inFlight: false),
        new MessageView
        {
            Id = Message, ChatId = Chat, SessionId = Session, Sender = Sender.Contact, SenderName = "Ayşe", SentBy = null, Text = "Are you open tomorrow?",
            SentViaUnipile = false, DeliveryStatus = DeliveryStatus.Received, IsLate = false, IsEdited = false, IsDeleted = false,
            Attachments = [new("att_1", "img", "image/jpeg", "door.jpg", 48_213, false) { State = MediaState.Kept, Url = $"/api/whatsapp/chats/{Chat}/messages/{Message}/media/0" }],
            IsTranscribed = false, Content = null, Failure = null, QueuedUntil = null, Reactions = [new("👍", "Ayşe", Noon)], CreatedAt = Noon,
        },
        new UploadView(Upload, "image", "image/jpeg", "door.jpg", 48_213),
        new HeldSendView(
            Message, Chat, Message, "Ayşe", "[opening_hours] Ayşe", new("template") { Name = "opening_hours", Language = "en_US", Parameters = ["Ayşe"] }, "withheld", "live_send_off",
            "none", "meta", Noon, null),
        OneSession,
        OneDecision,
        new StatsView(1250, 1100, 40, 110, 12, 48_000),
        new ReleaseRequest(true),
        new SendRequest("Yes, from nine to six.", "c3f1a2", 5) { Content = new("buttons") { Body = "Shall we call you?", Replies = [new("yes", "Yes"), new("no", "No")] } },
        new ResolveRequest(true),
        new AnswerNowRequest(4),
        new ExtendGraceRequest(300),
        new PresenceRequest(PresenceWord.Typing),
        new PresenceView([new(Ann, "Ann", PresenceWord.Viewing)]),

        new InfoView("Orleans.WhatsApp", "1.0.0", false),
        new DemoList<DemoContact>([new("+905551112233", "Ayşe", Chat, "unipile")]),
        new DemoList<DemoMessage>([new("vE6b1cPQUGK9SsJ0xxtXsA", true, "Are you open tomorrow?", Noon, "read")]),
        new DemoMessage("vE6b1cPQUGK9SsJ0xxtXsA", true, "Are you open tomorrow?", Noon, "sent"),
        new DemoWriteRequest("Are you open tomorrow?", "Ayşe"),

        new ExportedContact(Noon, Tenant, [new("+90 555 111 22 33", Noon.AddDays(-1))], [WholeChat], true),
        new EraseRequest(true),
        new ErasedContact(Erasure, [Chat], Erased, 1, false),
        new ErasureView(Erasure, Chat, Channel, Noon, Ann, Erased),

        new NewAgentRequest("Reception", "agent_7101k5zvyjhmfg983brhmhkd98n6"),
        new AgentRequest("Reception", "agent_7101k5zvyjhmfg983brhmhkd98n6", true),
        new AgentDetails(Agent, "Reception", "agent_7101k5zvyjhmfg983brhmhkd98n6", true),
        new AgentChoice(Agent, "Reception", true),

        new InviteRequest("bea@example.com", "Bea", Role.Member),
        new UserRequest("Bea", Role.Manager, true),
        AnnUser,
        new InvitedView(AnnUser with { HasPassword = false }, Invitation),
        new NewTenantRequest("Harbour Dental", new("owner@harbour.example", "Olivia"), ["whatsapp_agent"]),
        new TenantRequest("Harbour Dental", ["whatsapp_agent"], true),
        new PersonRequest("owner@harbour.example", "Olivia"),
        Harbour,
        new NewTenantView(Harbour, AnnUser with { Role = Role.Admin, HasPassword = false }, Invitation),
        new PlatformAdminRequest("root@example.com"),
        new PlatformAdminView(Ann, Tenant, "root@example.com", "Root", true),

        new AuditView(
            Message, Tenant, Noon, "chat.take_over", "done", new(Ann, "Ann", "ann@example.com"), false, new("chat", Chat), JsonElement.Parse("{}"), "192.0.2.7",
            Noon.AddSeconds(1)),
        new LiveSessionView(
            Chat, Session, "Ayşe", Phase.Grace, SessionStatus.Waiting, Noon, null, null, [new(DeadlineKind.GraceEnds, Noon.AddMinutes(2))], false, 0, null, 4),
        new TestMessageRequest("+905559998877", "Is this on?"),
        new TestMessageView(Chat, Message, "accepted"),

        new TicketView("5d1c…f0.0", 30),
        new LiveEvents(
            new(41, Noon, 40, Noon), new(Chat, 41, Noon, ["message", "session"], "human", "waiting", 4), new(42, Noon, ["config"]), new(43, Noon, true, "ok"),
            new(43, Noon, "too_far_behind"), new(Chat, [new(Ann, "Ann", PresenceWord.Typing)]), new("+905551112233")),
        new WebhookRoutes.Received("received"),

        new HealthWord("ready"),
        new HealthView(
            "ready", "1.0.0", "orleans", "postgres", Noon, 3600, Backlog, new([new("silo-1", "10.0.0.7:11111", "active", new Dictionary<string, int> { ["chat"] = 812 })], 830)),
        new StatsReport(3600, Backlog, new Dictionary<string, double> { ["whatsapp_takeovers_total{by=\"ai\"}"] = 31 }),
    }.ToDictionary(example => example.GetType());

    public static IEnumerable<object> All => ByType.Values;

    /// <summary>Null for what is only a part of others.</summary>
    public static object? Of(Type type) =>
        ByType.GetValueOrDefault(type)
        ?? (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Listing<>) ? ListOf(type, type.GetGenericArguments()[0]) : null);

    private static object ListOf(Type list, Type item)
    {
        var items = Array.CreateInstance(item, 1);
        items.SetValue(item == typeof(string) ? "+905559998877" : Of(item), 0);
        return Activator.CreateInstance(list, items, 1, 20, 1L, null)!;
    }
}
