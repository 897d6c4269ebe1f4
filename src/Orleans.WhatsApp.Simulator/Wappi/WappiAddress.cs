namespace Orleans.WhatsApp.Simulator;

/// <summary>How Wappi writes people and groups: <c>digits@c.us</c>, <c>…@lid</c>, <c>…@g.us</c>.</summary>
internal static class WappiAddress
{
    public static string Of(SimulatedAccount account) => account.Digits + "@c.us";

    public static string Of(SimulatedContact contact) => contact.ShownAs is ContactAddress.LidOnly ? contact.Lid : contact.Digits + "@c.us";

    public static string Of(SimulatedChat chat) => chat.IsGroup ? chat.ProviderId : Of(chat.Contact);

    /// <summary>The privacy id beside a number, where both are known.</summary>
    public static string? Alias(SimulatedContact contact) => contact.ShownAs is ContactAddress.Phone ? null : contact.Lid;

    /// <summary>A chat by digits or by any of its addresses; null if this can be nobody's.</summary>
    public static SimulatedChat? Find(WhatsAppNetwork network, SimulatedAccount profile, string address)
    {
        if (address.EndsWith("@g.us", StringComparison.Ordinal))
            return network.ChatsOf(WhatsAppProvider.Wappi).FirstOrDefault(chat => chat.Account == profile && chat.IsGroup && chat.ProviderId == address);
        var contact = network.ContactByProviderId(address.Replace("@c.us", "@s.whatsapp.net", StringComparison.Ordinal));
        return contact is null ? null : network.Chat(profile, contact);
    }
}
