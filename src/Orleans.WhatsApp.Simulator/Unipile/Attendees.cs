using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>How webhooks describe people.</summary>
internal static class Attendees
{
    public static string IdOf(SimulatedContact contact) => Ids.From("attendee", contact.Digits);

    public static string IdOf(SimulatedAccount account) => Ids.From("attendee", account.Id);

    public static JsonObject Of(SimulatedContact contact) => new()
    {
        ["attendee_id"] = IdOf(contact),
        ["attendee_provider_id"] = contact.ProviderId,
        ["attendee_name"] = contact.Name ?? (contact.ShownAs is ContactAddress.LidOnly ? "" : contact.PhoneNumber),
        ["attendee_profile_url"] = null,
        ["attendee_specifics"] = Specifics(contact),
        ["attendee_public_identifier"] = contact.ShownAs is ContactAddress.LidOnly ? null : contact.PhoneId,
    };

    public static JsonObject Of(SimulatedAccount account) => new()
    {
        ["attendee_id"] = IdOf(account),
        ["attendee_provider_id"] = account.ProviderId,
        ["attendee_name"] = account.Name,
        ["attendee_profile_url"] = null,
        ["attendee_specifics"] = new JsonObject { ["provider"] = "WHATSAPP", ["phone_number"] = account.PhoneNumber },
        ["attendee_public_identifier"] = account.ProviderId,
    };

    public static JsonObject Specifics(SimulatedContact contact) => contact.ShownAs switch
    {
        ContactAddress.Phone => new() { ["provider"] = "WHATSAPP", ["phone_number"] = contact.PhoneNumber },
        ContactAddress.LidOnly => new() { ["provider"] = "WHATSAPP", ["phone_number"] = "hidden", ["lid"] = contact.Lid },
        _ => new() { ["provider"] = "WHATSAPP", ["phone_number"] = contact.PhoneNumber, ["lid"] = contact.Lid },
    };
}
