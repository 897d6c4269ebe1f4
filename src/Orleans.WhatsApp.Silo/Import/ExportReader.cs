using Orleans.WhatsApp.Channels;
using Orleans.WhatsApp.Channels.Unipile;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Silo.Import;

/// <summary>What each collection's documents say. Pure.</summary>
internal static class ExportReader
{
    /// <summary>What the other system calls a contact without a name.</summary>
    private const string NamelessContact = "Bilinmiyor";

    private const int LongestPhone = 15;

    public static Reading<ExportedTenant> Tenant(ExportDocument document)
    {
        if (document.Id("_id") is not { } id) return Fault.Missing("_id");
        var settings = document.Document("settings").Document("whatsapp_agent");
        return new ExportedTenant(
            id,
            document.Text("name")?.Trim() is { Length: > 0 } name ? name : null,
            document.Flag("is_active") ?? true,
            [.. document.Texts("enabled_features").OfType<string>().Where(feature => feature.Length > 0).Distinct()],
            settings.Id("agent_id"),
            settings.Text("elevenlabs_agent_id") is { Length: > 0 } external ? external : null,
            settings.Number("grace_period_seconds"),
            [.. settings.Texts("blacklisted_numbers")],
            settings.Text("unipile_account_id") ?? "",
            settings.Text("connected_phone") ?? "",
            document.CreatedAt());
    }

    public static Reading<ExportedAgent> Agent(ExportDocument document)
    {
        if (document.Id("_id") is not { } id) return Fault.Missing("_id");
        if (document.Id("tenant_id") is not { } tenant) return Fault.Missing("tenant_id");
        if (document.Text("elevenlabs_agent_id") is not { Length: > 0 } external) return Fault.Missing("elevenlabs_agent_id");
        var name = document.Text("name")?.Trim() is { Length: > 0 } said ? said : external;
        return new ExportedAgent(id, tenant, name, external, document.Flag("is_active") ?? true, document.CreatedAt());
    }

    public static Reading<ExportedChat> Chat(ExportDocument document)
    {
        if (document.Id("_id") is not { } id) return Fault.Missing("_id");
        if (document.Id("tenant_id") is not { } tenant) return Fault.Missing("tenant_id");
        if (document.Text("unipile_chat_id") is not { Length: > 0 } providerChatId) return Fault.Missing("unipile_chat_id");
        if (document.CreatedAt() is not { } createdAt) return Fault.Missing("createdAt");
        var person = Contact(document.Text("contact_phone") ?? "", document.Text("contact_name") ?? "");
        if (WhatsAppAddress.IsGroup(providerChatId)) return Fault.Group;
        if (person.Fault is { } fault) return fault;

        var updatedAt = document.Time("updatedAt") ?? createdAt;
        var isClosed = document.Flag("is_closed") == true || document.Text("mode") == "closed";
        if (IsBadResolution(document, "session_resolved_by")) return Fault.Bad("session_resolved_by");
        return new ExportedChat(
            id, tenant, providerChatId, document.Text("unipile_account_id") ?? "", person.Row!, isClosed, document.Time("last_message_at"),
            document.Text("last_message_preview") ?? "", createdAt, updatedAt, OldSession(document, id, tenant, updatedAt));
    }

    public static Reading<ExportedSession> Session(ExportDocument document)
    {
        if (document.Id("_id") is not { } id) return Fault.Missing("_id");
        if (document.Id("chat_id") is not { } chat) return Fault.Missing("chat_id");
        if ((document.Time("started_at") ?? document.CreatedAt()) is not { } startedAt) return Fault.Missing("started_at");
        SessionStatus? status = document.Text("status") switch
        {
            "waiting" => SessionStatus.Waiting,
            "active" => SessionStatus.Active,
            "resolved" => SessionStatus.Resolved,
            _ => null,
        };
        if (status is null) return document.Has("status") ? Fault.Bad("status") : Fault.Missing("status");
        if (IsBadResolution(document, "resolved_by")) return Fault.Bad("resolved_by");

        var createdAt = document.CreatedAt() ?? startedAt;
        return Fields(document, new(id, chat, document.Id("tenant_id"), status.Value, startedAt, createdAt, document.Time("updatedAt") ?? createdAt)
        {
            ResolvedBy = Resolution(document, "resolved_by"),
            ResolvedAt = document.Time("resolved_at"),
            GraceDeadline = document.Time("grace_deadline"),
        });
    }

    public static Reading<ExportedMessage> Message(ExportDocument document)
    {
        if (document.Id("_id") is not { } id) return Fault.Missing("_id");
        if (document.Id("chat_id") is not { } chat) return Fault.Missing("chat_id");
        if (document.Text("text") is not { Length: > 0 } text) return Fault.Missing("text");
        if (document.CreatedAt() is not { } at) return Fault.Missing("createdAt");
        var name = document.Text("sender_name") ?? "";
        // The AI's messages were stored as a person's, named AI.
        Sender? sender = document.Text("sender") switch
        {
            "contact" => Sender.Contact,
            "ai" => Sender.Ai,
            "human" => name == "AI" ? Sender.Ai : Sender.Human,
            _ => null,
        };
        if (sender is null) return document.Has("sender") ? Fault.Bad("sender") : Fault.Missing("sender");

        var viaChannel = document.Flag("sent_via_unipile") ?? false;
        var providerId = document.Text("unipile_message_id") is { Length: > 0 } named ? named : null;
        var user = sender == Sender.Human && viaChannel && IsObjectId(name) ? name : null;
        return new ExportedMessage(
            id, chat, document.Id("session_id"), document.Id("tenant_id"), providerId, sender.Value, sender == Sender.Ai ? "AI" : name, user, text,
            viaChannel, at);
    }

    private static Reading<Contact> Contact(string said, string name)
    {
        var known = name == NamelessContact ? "" : name;
        var phone = string.Concat(said.Where(character => character is not (' ' or '-' or '(' or ')' or '\u00A0')));
        // A contact who hides the number has none, and may be told by the chat's next event.
        if (phone.Length == 0) return Chats.Contact.Unknown with { Name = known };
        var isLid = WhatsAppAddress.IsLid(phone);
        if (WhatsAppAddress.IsGroup(phone) || (!isLid && phone.Count(char.IsAsciiDigit) > LongestPhone)) return Fault.Group;
        if (UnipilePerson.At(phone) is not { IsPerson: true } person || (person.Phone.Length == 0 && !isLid)) return Fault.NoPerson;
        return new Contact(known, person.Phone, phone.Contains('@', StringComparison.Ordinal) ? person.Address : "");
    }

    /// <summary>The seed's first migration: a chat that names its session is of the new form already.</summary>
    private static ExportedSession? OldSession(ExportDocument chat, string chatId, string tenant, DateTimeOffset updatedAt)
    {
        var startedAt = chat.Time("session_started_at") ?? chat.Time("elevenlabs_conversation_created_at") ?? chat.Time("taken_over_at");
        if (chat.Has("active_session_id") || startedAt is null) return null;

        // Between waiting and resolved the old form said idle, whoever spoke.
        var isResolved = chat.Text("session_status") == "resolved" || chat.Has("session_resolved_by") || chat.Text("mode") == "closed";
        var status = isResolved ? SessionStatus.Resolved : chat.Text("session_status") == "waiting" ? SessionStatus.Waiting : SessionStatus.Active;
        var id = $"{chatId}/{startedAt.Value.ToUnixTimeMilliseconds()}";
        return Fields(chat, new(id, chatId, tenant, status, startedAt.Value, startedAt.Value, updatedAt)
        {
            ResolvedBy = Resolution(chat, "session_resolved_by"),
            GraceDeadline = chat.Time("session_grace_deadline"),
        });
    }

    /// <summary>What is called the same in both forms.</summary>
    private static ExportedSession Fields(ExportDocument document, ExportedSession session)
    {
        var user = document.Id("taken_over_by");
        return session with
        {
            TakenOverBy = user,
            IsBadUser = user is null && document.Has("taken_over_by"),
            TakenOverAt = document.Time("taken_over_at"),
            ConversationId = document.Text("elevenlabs_conversation_id") is { Length: > 0 } conversation ? conversation : null,
            ConversationCreatedAt = document.Time("elevenlabs_conversation_created_at"),
            LastInteractionAt = document.Time("elevenlabs_last_interaction_at"),
        };
    }

    private static ResolvedBy? Resolution(ExportDocument document, string name) => document.Text(name) switch
    {
        "human" => ResolvedBy.Human,
        "ai_timeout" => ResolvedBy.AiTimeout,
        "manual" => ResolvedBy.Manual,
        "timeout" => ResolvedBy.Timeout,
        _ => null,
    };

    private static bool IsBadResolution(ExportDocument document, string name) => document.Has(name) && Resolution(document, name) is null;

    private static bool IsObjectId(string text) => text.Length == 24 && text.All(char.IsAsciiHexDigit);
}
