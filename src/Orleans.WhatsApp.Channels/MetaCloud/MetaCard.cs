using System.Globalization;
using System.Text.Json;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>What is sent instead of a file: a place, a person, an order. There is nothing to fetch; the attachment's name says it all.</summary>
internal static class MetaCard
{
    /// <summary><code>{ "latitude": 41.01, "longitude": 29.02, "name"?, "address"?, "url"? }</code></summary>
    public static Attachment? Location(JsonElement location)
    {
        var named = string.Join(", ", new[] { location.Text("name"u8).Trim(), location.Text("address"u8).Trim() }.Where(part => part.Length > 0));
        var (latitude, longitude) = (Number(location, "latitude"), Number(location, "longitude"));
        var place = latitude.Length > 0 && longitude.Length > 0 ? $"({latitude}, {longitude})" : "";
        return Named("location", Joined(named, place));
    }

    /// <summary><code>{ "name": { "formatted_name", "first_name"?, "last_name"? }, "phones": [{ "phone"?, "wa_id"?, "type"? }], "emails"?, "org"? }</code></summary>
    public static Attachment? Contact(JsonElement contact)
    {
        var name = contact.Field("name"u8);
        var phones = contact.Items("phones"u8).Select(phone => phone.Text("phone"u8).Trim().Or(MetaPerson.DigitsOf(phone.Text("wa_id"u8)))).Where(phone => phone.Length > 0);
        return Named("contact", Joined(
            name.Text("formatted_name"u8).Trim().Or(Joined(name.Text("first_name"u8).Trim(), name.Text("last_name"u8).Trim())),
            string.Join(", ", phones)));
    }

    /// <summary><code>{ "catalog_id", "text"?, "product_items": [{ "product_retailer_id", "quantity": 2, "item_price": 12.5, "currency": "USD" }] }</code></summary>
    public static Attachment? Order(JsonElement order)
    {
        var (count, total) = (0L, 0m);
        var currencies = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in order.Items("product_items"u8))
        {
            var quantity = Math.Clamp(item.Count("quantity"u8), 1, 1_000_000);
            count = Math.Min(count + quantity, 1_000_000_000);
            if (decimal.TryParse(Number(item, "item_price"), NumberStyles.Float, CultureInfo.InvariantCulture, out var price)) total += quantity * Math.Clamp(price, 0, 1_000_000_000);
            if (item.Text("currency"u8).Trim() is { Length: > 0 } currency) currencies.Add(currency);
        }

        if (count == 0) return null;
        var items = string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "item" : "items")}");
        return Named("order", currencies.Count == 1 ? string.Create(CultureInfo.InvariantCulture, $"{items}, {total:0.00} {currencies.Single()}") : items);
    }

    private static Attachment? Named(string kind, string name) => name.Length > 0 ? new Attachment("", kind, FileName: name) : null;

    /// <summary>As it was written, if it is a number; some write it as text.</summary>
    private static string Number(JsonElement element, string name)
    {
        var value = element.Field(name);
        var written = value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.Text().Trim();
        return written.Length <= 30 && double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? written : "";
    }

    private static string Joined(string one, string other) => one.Length == 0 ? other : other.Length == 0 ? one : $"{one} {other}";
}
