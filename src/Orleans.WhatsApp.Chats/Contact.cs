namespace Orleans.WhatsApp.Chats;

/// <summary>The person writing.</summary>
/// <param name="Name">Display name as the provider last gave it; may be empty.</param>
/// <param name="Phone">E.164 with its plus, or empty: a contact known only by <c>@lid</c> has none.</param>
/// <param name="Address">The provider's own id of the person (<c>…@s.whatsapp.net</c>, <c>…@lid</c>); never parsed for digits when it is a lid.</param>
public sealed record Contact(string Name, string Phone, string Address)
{
    public static readonly Contact Unknown = new("", "", "");

    /// <summary>What a newer event knows, filled up with what we knew before.</summary>
    public Contact UpdatedBy(Contact newer) => new(
        newer.Name.Length > 0 ? newer.Name : Name,
        newer.Phone.Length > 0 ? newer.Phone : Phone,
        newer.Address.Length > 0 ? newer.Address : Address);
}
