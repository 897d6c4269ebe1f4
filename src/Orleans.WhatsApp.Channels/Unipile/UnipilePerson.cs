using System.Text.Json;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>
/// One entry of <c>attendees</c>, or <c>sender</c>:
/// <code>
/// { "attendee_id": "…", "attendee_provider_id": "140000000000001@lid", "attendee_name": "Jane",
///   "attendee_specifics": { "provider": "WHATSAPP", "phone_number": "+33600000001" | "hidden", "lid": "…" },
///   "attendee_public_identifier": "33600000001@s.whatsapp.net" | null }
/// </code>
/// Every member may be missing, and whole entries may be <c>{}</c>.
/// </summary>
/// <param name="Phone">E.164, or empty.</param>
/// <param name="HasOtherNumber">There is a number, but not that of a person (a short code, WhatsApp's own <c>0@s.whatsapp.net</c>).</param>
public sealed record UnipilePerson(string Address, string Name, string Phone, bool HasOtherNumber)
{
    /// <summary>The member whose name was read; null if it says nothing about anybody.</summary>
    internal static UnipilePerson? Read(ref Utf8JsonReader reader) => reader.EntersObject() ? ReadMembers(ref reader) : null;

    /// <summary>The same of the item of a list at which the reader is.</summary>
    internal static UnipilePerson? ReadItem(ref Utf8JsonReader reader) => reader.IsObject() ? ReadMembers(ref reader) : null;

    private static UnipilePerson? ReadMembers(ref Utf8JsonReader reader)
    {
        var (address, name, publicId, stated) = ("", "", "", "");
        while (reader.NextMember())
        {
            if (reader.Is("attendee_provider_id"u8)) address = WhatsAppAddress.Of(reader.Text());
            else if (reader.Is("attendee_name"u8)) name = reader.Text().Trim();
            else if (reader.Is("attendee_public_identifier"u8)) publicId = reader.Text();
            else if (reader.Is("attendee_specifics"u8)) stated = reader.Value().Text("phone_number"u8);
            else reader.Skip();
        }

        return address.Length + publicId.Length + stated.Length == 0
            ? null
            : Of(address.Or(WhatsAppAddress.Of(publicId)), name, stated, publicId.Contains('@') ? WhatsAppAddress.PhoneIn(publicId) : "");
    }

    public static UnipilePerson? At(string address) => address.Length == 0 ? null : Of(WhatsAppAddress.Of(address), "", "", "");

    /// <summary>
    /// A number that is known must be a person's (the seed's <c>^\+?\d{10,15}$</c>), unless a lid says that this is a person.
    /// An opaque id without any number is taken for a person too: groups and broadcasts can be told by their ids, so what is left is a 1:1 chat.
    /// </summary>
    public bool IsPerson => !WhatsAppAddress.IsBroadcast(Address) && (Phone.Length > 0 || !HasOtherNumber || WhatsAppAddress.IsLid(Address));

    public Contact AsContact() => new(Name, Phone, Address);

    public UnipilePerson FilledBy(UnipilePerson? other) => other is null ? this : new(
        Address.Or(other.Address), Name.Or(other.Name), Phone.Or(other.Phone), HasOtherNumber || other.HasOtherNumber);

    private static UnipilePerson Of(string address, string name, string stated, string inPublicId)
    {
        var hasOther = false;
        foreach (var number in (ReadOnlySpan<string>)[stated, inPublicId, WhatsAppAddress.PhoneIn(address)])
        {
            if (number.AsSpan().IndexOfAnyInRange('0', '9') < 0) continue; // absent, or "hidden"
            if (WhatsAppAddress.E164(number) is { Length: > 0 } phone) return new(address, name, phone, HasOtherNumber: false);
            hasOther = true;
        }

        return new(address, name, "", hasOther);
    }
}
