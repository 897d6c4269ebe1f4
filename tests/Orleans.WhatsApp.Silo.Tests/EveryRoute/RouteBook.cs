using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Silo.EveryRoute;

/// <summary>
/// What the walks must know of each operation and cannot read in the description. A route that is not here fails them: say who may use it and give a body
/// that names everything it takes.
/// </summary>
internal static class RouteBook
{
    public const string Anyone = "anyone";

    /// <summary>Whoever knows what the provider and we have agreed on; no token of a user's opens it.</summary>
    public const string Provider = "provider";
    public const string Member = "member";
    public const string Manager = "manager";
    public const string Admin = "admin";
    public const string Platform = "platform";

    /// <summary>By the operation's id.</summary>
    public static Dictionary<string, RouteRule> Rules { get; } = new()
    {
        ["ReceiveUnipileWebhook"] = new(Anyone),
        ["ReceiveWappiWebhook"] = new(Provider),
        ["ReceiveMetaWebhook"] = new(Provider),
        ["VerifyMetaWebhook"] = new(Provider),
        ["Live"] = new(Anyone),
        ["Ready"] = new(Anyone),
        ["Health"] = new(Anyone),
        ["Stats"] = new(Anyone),
        ["Metrics"] = new(Anyone),

        ["Login"] = new(Anyone, """{ "email": "walker@example.com", "password": "wrong" }"""),
        ["Refresh"] = new(Anyone, """{ "refresh_token": "made up" }"""),
        ["Logout"] = new(Anyone, """{ "refresh_token": "made up" }"""),
        ["AcceptInvitation"] = new(Anyone, """{ "token": "made up", "password": "correct horse battery" }"""),
        ["Me"] = new(Member),
        ["ChangePassword"] = new(Member, """{ "current_password": "wrong", "new_password": "correct horse battery" }"""),
        ["LogoutEverywhere"] = new(Member),

        ["GetConnectionStatus"] = new(Member),
        ["ListAgentChoices"] = new(Member),
        ["Connect"] = new(Admin, """{ "provider": "unipile", "account_id": "none", "access_token": "none" }"""),
        ["Disconnect"] = new(Admin, """{ "provider": "unipile" }"""),
        ["ListChannels"] = new(Member),
        ["ChangeChannel"] = new(Admin, """{ "live_send": false }"""),
        ["Configure"] = new(Admin, """{ "agent_id": "44444444-4444-4444-4444-444444444444", "grace_period_seconds": 60, "retention_days": 365, "time_zone": "Europe/Istanbul" }"""),
        ["RegisterWebhook"] = new(Admin, """{ "url": "https://example.com/webhooks/unipile", "provider": "unipile" }"""),

        ["ListBlacklist"] = new(Manager),
        ["AddToBlacklist"] = new(Manager, """{ "phone": "+905551112299" }"""),
        ["RemoveFromBlacklist"] = new(Manager),

        ["ListIgnored"] = new(Manager),
        ["IgnoreNumber"] = new(Manager, """{ "phone": "+905551112298" }"""),
        ["StopIgnoringNumber"] = new(Manager),

        ["ListOutbox"] = new(Manager),
        ["ReadMedia"] = new(Member),
        ["FetchMedia"] = new(Manager),
        ["UploadMedia"] = new(Manager),

        ["GetStats"] = new(Member),
        ["ListChats"] = new(Member),
        ["GetChat"] = new(Member),
        ["ListMessages"] = new(Member),
        ["ListSessions"] = new(Member),
        ["ListTimeline"] = new(Member),
        ["TakeOverChat"] = new(Manager),
        ["ReleaseChat"] = new(Manager, """{ "immediate": false }"""),
        ["CloseChat"] = new(Manager),
        ["ReopenChat"] = new(Manager),
        ["SendMessage"] = new(Manager, """{ "text": "Good day", "client_message_id": "walk-1", "expected_epoch": 1, "content": { "kind": "template", "name": "walk", "language": "en", "parameters": [], "body": "", "footer": "", "replies": [], "label": "", "rows": [], "key": "44444444-4444-4444-4444-444444444444", "type": "image", "mime_type": "image/png", "file_name": "walk.png", "size": 1, "caption": "" } }"""),
        ["AnswerChatNow"] = new(Manager, """{ "expected_epoch": 1 }"""),
        ["ExtendGrace"] = new(Manager, """{ "seconds": 120 }"""),
        ["ResolveMessage"] = new(Manager, """{ "send_again": false }"""),

        ["ExportContact"] = new(Admin),
        ["EraseContact"] = new(Admin, """{ "blacklist": false }"""),
        ["ListErasures"] = new(Admin),

        ["ShowPresence"] = new(Member, """{ "state": "viewing" }"""),
        ["GetPresence"] = new(Member),

        ["GetInfo"] = new(Anyone),
        ["ListDemoContacts"] = new(Member),
        ["ListDemoMessages"] = new(Member),
        ["WriteAsDemoContact"] = new(Member, """{ "text": "Good day", "name": "Walker" }"""),

        ["WatchEvents"] = new(Member),
        ["MakeEventTicket"] = new(Member),

        ["ListAgents"] = new(Member),
        ["GetAgent"] = new(Member),
        ["AddAgent"] = new(Admin, """{ "name": "Walker", "elevenlabs_agent_id": "agent_walker", "is_active": true }"""),
        ["ChangeAgent"] = new(Admin, """{ "name": "Walker", "elevenlabs_agent_id": "agent_walker", "is_active": true }"""),
        ["DeleteAgent"] = new(Admin),

        ["ListUsers"] = new(Admin),
        ["InviteUser"] = new(Admin, """{ "email": "invited@example.com", "name": "Walker", "role": "member" }"""),
        ["GetUser"] = new(Admin),
        ["ChangeUser"] = new(Admin, """{ "name": "Walker", "role": "member", "is_active": true }"""),
        ["ResetPassword"] = new(Admin),
        ["DeleteUser"] = new(Admin),

        ["ListAudit"] = new(Admin),
        ["ExportAudit"] = new(Admin),

        ["ListLiveSessions"] = new(Admin),
        ["ResetSession"] = new(Admin),
        ["SendTestMessage"] = new(Admin, """{ "to": "+905551112277", "text": "A test" }"""),

        ["ListTenants"] = new(Platform),
        ["AddTenant"] = new(Platform, """{ "name": "Walkers", "admin": { "email": "first@walkers.example", "name": "Walker" }, "features": ["whatsapp_agent"] }"""),
        ["GetTenant"] = new(Platform),
        ["ChangeTenant"] = new(Platform, """{ "name": "Walkers", "features": ["whatsapp_agent"], "is_active": true }"""),
        ["InviteTenantAdmin"] = new(Platform, """{ "email": "second@walkers.example", "name": "Walker" }"""),
        ["ListPlatformAdmins"] = new(Platform),
        ["AddPlatformAdmin"] = new(Platform, """{ "email": "nobody@walkers.example" }"""),
        ["RemovePlatformAdmin"] = new(Platform),
        ["ListPlatformAudit"] = new(Platform),
        ["ListLiveSessionsOfTenant"] = new(Platform),
        ["ResetSessionOfTenant"] = new(Platform),
        ["SendTestMessageOfTenant"] = new(Platform, """{ "to": "+905551112277", "text": "A test" }"""),
    };

    public static TheoryData<string> Names => [.. Rules.Keys];

    public static TheoryData<string> Guarded => [.. Rules.Where(rule => rule.Value.Least is not (Anyone or Provider)).Select(rule => rule.Key)];

    /// <summary>Operations on an object of a tenant.</summary>
    public static TheoryData<string> OfTenants => [.. Rules.Where(rule => rule.Value.Least is not (Anyone or Provider or Platform)).Select(rule => rule.Key)];
}

/// <param name="Least">The least role that may; platform stands beside the roles.</param>
/// <param name="Body">Names everything that the operation takes.</param>
internal sealed record RouteRule(string Least, string? Body = null)
{
    public JsonNode? Sample => Body is null ? null : JsonNode.Parse(Body);
}
