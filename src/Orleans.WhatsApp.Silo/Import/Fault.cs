namespace Orleans.WhatsApp.Silo.Import;

/// <summary>Why a row of an export is not taken over, or not all of it. The reasons are words that scripts may rely on.</summary>
/// <param name="Sentence">For people. Without text of messages and without phone numbers.</param>
internal sealed record Fault(string Reason, string Sentence)
{
    public static Fault BrokenJson(string detail) => new("broken_json", $"This is no JSON document: {detail}.");

    public static Fault Missing(string field) => new("missing_field", $"There is no {field}.");

    public static Fault Bad(string field) => new("bad_value", $"The value of {field} cannot be understood.");

    public static Fault NoTenant(string tenant) => new("no_tenant", $"Tenant {tenant} is neither in this export nor here.");

    public static Fault OtherTenant { get; } = new("tenant_mismatch", "It belongs to another tenant than its chat.");

    public static Fault Duplicate(string what) => new("duplicate", $"The same {what} has come before.");

    public static Fault Group { get; } = new("group_chat", "Groups are not taken over.");

    public static Fault NoPerson { get; } = new("invalid_phone", "contact_phone is no person's number.");

    public static Fault UnknownChat(string chat) => new("unknown_chat", $"Chat {chat} is not in this export.");

    public static Fault ChatSkipped(string chat) => new("chat_skipped", $"Its chat {chat} is not taken over.");

    public static Fault ChatInUse { get; } = new("chat_in_use", "The chat has been in use here since, or began here: it is left alone.");

    public static Fault Erased { get; } = new("erased", "The chat was erased here: what went does not come back.");

    public static Fault TakenByAnotherChat { get; } = new("duplicate", "Another chat of this number has a message with the same unipile_message_id.");

    // These are noted; the row comes without what they name.

    public static Fault UnknownAgent(string agent) => new("unknown_agent", $"The tenant comes without an agent: it has none with the id {agent} in this export.");

    public static Fault UnknownSession(string session) => new("unknown_session", $"The message comes without a session: its chat has no session {session}.");

    public static Fault BadNumber(int place) => new("invalid_phone", $"The tenant comes without entry {place} of blacklisted_numbers: it is no phone number.");

    public static Fault AccountTaken { get; } = new("account_taken", "The tenant comes without its unipile_account_id: another tenant has it.");

    public static Fault Nameless { get; } = new("missing_field", "There is no name; the id stands in for it.");

    public static Fault UnknownUser(string field) => new("bad_value", $"The session comes without {field}: it is no user's id.");
}

/// <summary>A row as it was understood, or why it was not.</summary>
internal readonly record struct Reading<T>(T? Row, Fault? Fault) where T : class
{
    public static implicit operator Reading<T>(T row) => new(row, null);

    public static implicit operator Reading<T>(Fault fault) => new(null, fault);
}
