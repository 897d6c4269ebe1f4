using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>The body of a delivery: an entry for each business account, in it a change for each field and number, in it the items.</summary>
internal static class MetaEnvelope
{
    public static JsonObject Of(IReadOnlyList<MetaChange> changes) => new()
    {
        ["object"] = WebhookSubscription.MetaSource,
        ["entry"] = Wire.Array(changes.GroupBy(change => change.Account.BusinessAccountId).Select(business => new JsonObject
        {
            ["id"] = business.Key,
            ["changes"] = Wire.Array(business.GroupBy(PlaceOf).Select(place => new JsonObject
            {
                ["value"] = Value([.. place]),
                ["field"] = place.First().Field,
            })),
        })),
    };

    // A whole value never shares its change.
    private static object PlaceOf(MetaChange change) => change.List is null ? change : (change.Field, change.List, change.Account.Id);

    private static JsonObject Value(List<MetaChange> changes)
    {
        var first = changes[0];
        if (first.List is null) return (JsonObject)first.Item.DeepClone();
        var value = new JsonObject
        {
            ["messaging_product"] = "whatsapp",
            ["metadata"] = new JsonObject { ["display_phone_number"] = first.Account.Digits, ["phone_number_id"] = first.Account.Id },
        };
        var contacts = changes.Select(change => change.Contact).OfType<JsonObject>().DistinctBy(contact => contact.ToJsonString()).ToList();
        if (contacts.Count > 0) value["contacts"] = Wire.Array(contacts.Select(contact => contact.DeepClone()));
        value[first.List] = Wire.Array(changes.Select(change => change.Item.DeepClone()));
        return value;
    }
}
