using System.Text.Json;

namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>Our own side: <c>{ "type": "WHATSAPP", "user_id": "919800000001@s.whatsapp.net" | "phone_number": "+919800000001" }</c>.</summary>
internal sealed record UnipileAccountInfo(string Type, string UserId, string PhoneNumber)
{
    public static UnipileAccountInfo None { get; } = new("", "", "");

    public static UnipileAccountInfo Read(ref Utf8JsonReader reader)
    {
        if (!reader.EntersObject()) return None;
        var (type, user, phone) = ("", "", "");
        while (reader.NextMember())
        {
            if (reader.Is("type"u8)) type = reader.Text();
            else if (reader.Is("user_id"u8)) user = reader.Text();
            else if (reader.Is("phone_number"u8)) phone = reader.Text();
            else reader.Skip();
        }

        return new(type, user, phone);
    }
}
