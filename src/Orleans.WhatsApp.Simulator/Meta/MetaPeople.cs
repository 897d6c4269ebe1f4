using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>How Meta names people: by number, by number and id, or, for those who hide the number, by id alone.</summary>
internal static class MetaPeople
{
    public static string? Number(SimulatedContact contact) => contact.ShownAs is ContactAddress.LidOnly ? null : contact.Digits;

    public static string? UserId(SimulatedContact contact) => contact.ShownAs is ContactAddress.Phone ? null : contact.UserId;

    public static JsonObject Contact(SimulatedContact contact)
    {
        var profile = new JsonObject();
        if (contact.Name is { } name) profile["name"] = name;
        var json = new JsonObject { ["profile"] = profile };
        if (Number(contact) is { } number) json["wa_id"] = number;
        if (UserId(contact) is { } user) json["user_id"] = user;
        return json;
    }

    /// <summary>Keys with nothing to say are absent, not null.</summary>
    public static void Put(this JsonObject json, string key, string? text)
    {
        if (text is not null) json[key] = text;
    }
}
