using System.Text.Json;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>
/// The other side of a chat. A person who hides the number is known by a user id alone; most are known by both, and either may be missing in any one event:
/// <code>
/// contacts[] { "profile": { "name"?, "username"? }, "wa_id"? : "905551112233", "user_id"? : "US.13491208655302741918", "parent_user_id"? }
/// </code>
/// </summary>
/// <param name="Digits">The number as Meta writes it, without a plus; or empty.</param>
/// <param name="UserId">Meta's id of the person for this business; another one when the person's number changes. Or empty.</param>
internal sealed record MetaPerson(string Digits, string UserId, string Name)
{
    private const int MostDigits = 20;

    /// <summary>What the event says of the person itself, filled up from its entry among the contacts.</summary>
    public static MetaPerson Of(string waId, string userId, JsonElement contact)
    {
        var profile = contact.Field("profile"u8);
        return new(
            DigitsOf(waId).Or(DigitsOf(contact.Text("wa_id"u8))),
            UserIdOf(userId).Or(UserIdOf(contact.Text("user_id"u8))),
            profile.Text("name"u8).Trim().Or(profile.Text("username"u8).Trim()));
    }

    /// <summary>The entry of this person. Where there is only one, it is believed to be the person's unless it says otherwise.</summary>
    public static JsonElement EntryOf(JsonElement value, string waId, string userId)
    {
        var (digits, user) = (DigitsOf(waId), UserIdOf(userId));
        JsonElement only = default;
        var count = 0;
        foreach (var contact in value.Items("contacts"u8))
        {
            var (itsDigits, itsUser) = (DigitsOf(contact.Text("wa_id"u8)), UserIdOf(contact.Text("user_id"u8)));
            if (user.Length > 0 && user == itsUser) return contact;
            if (digits.Length > 0 && (digits == itsDigits || (PhoneKey.Of(digits) is { Length: > 0 } key && key == PhoneKey.Of(itsDigits)))) return contact;
            only = IsOther(digits, itsDigits) || IsOther(user, itsUser) ? default : contact;
            count++;
        }

        return count == 1 ? only : default;
    }

    public bool IsKnown => Chat.Length > 0;

    public string Chat => Digits.Or(UserId);

    public string Address => UserId.Or(Digits);

    /// <summary>E.164, or empty.</summary>
    public string Phone => Digits.Length > 0 ? PhoneNumber.Of("+" + Digits) : "";

    public Contact AsContact() => new(Name, Phone, Address);

    /// <summary>A chat that is named by a user id and not by a number.</summary>
    public static bool IsUserId(string chat) => ProviderId.Is(chat) && DigitsOf(chat).Length == 0;

    /// <summary>Empty if it is no number.</summary>
    public static string DigitsOf(string waId)
    {
        var digits = waId.AsSpan().Trim().TrimStart('+');
        return digits.Length is > 0 and <= MostDigits && !digits.ContainsAnyExceptInRange('0', '9') ? digits.ToString() : "";
    }

    private static string UserIdOf(string id) => IsUserId(id) ? id : "";

    private static bool IsOther(string one, string other) => one.Length > 0 && other.Length > 0 && one != other;
}
