namespace Orleans.WhatsApp.Channels;

/// <summary>WhatsApp's ids of people and chats, as the providers of linked devices pass them on.</summary>
public static class WhatsAppAddress
{
    /// <summary>Without the device: <c>919800000001:12@s.whatsapp.net</c> is the person <c>919800000001@s.whatsapp.net</c>.</summary>
    public static string Of(string id)
    {
        id = id.Trim();
        var at = id.IndexOf('@', StringComparison.Ordinal);
        var device = id.IndexOf(':', StringComparison.Ordinal);
        return at > 0 && device > 0 && device < at ? string.Concat(id.AsSpan(0, device), id.AsSpan(at)) : id;
    }

    public static bool IsGroup(string address) => Ends(address, "@g.us");

    /// <summary>A privacy id. Its digits are no phone number.</summary>
    public static bool IsLid(string address) => Ends(address, "@lid");

    /// <summary>A status update (<c>status@broadcast</c>), a broadcast list or a newsletter: nobody to answer.</summary>
    public static bool IsBroadcast(string address) => Ends(address, "@broadcast") || Ends(address, "@newsletter");

    /// <summary>What such an address says about the phone, not yet checked; empty for a lid or an opaque id. Older payloads give bare digits.</summary>
    public static string PhoneIn(string address)
    {
        address = Of(address);
        if (Ends(address, "@s.whatsapp.net")) return address[..^"@s.whatsapp.net".Length];
        if (Ends(address, "@c.us")) return address[..^"@c.us".Length];
        return address.Length > 0 && address.AsSpan().TrimStart('+').IndexOfAnyExceptInRange('0', '9') < 0 ? address : "";
    }

    public static bool Same(string one, string other)
    {
        (one, other) = (Of(one), Of(other));
        if (one.Length == 0 || other.Length == 0) return false;
        if (string.Equals(one, other, StringComparison.OrdinalIgnoreCase)) return true;
        var phone = PhoneIn(one).TrimStart('+');
        return phone.Length > 0 && phone == PhoneIn(other).TrimStart('+');
    }

    /// <summary>With its plus; empty if it is not a person's number.</summary>
    public static string E164(string number)
    {
        Span<char> digits = stackalloc char[15];
        var length = 0;
        var hasPlus = false;
        foreach (var character in number)
        {
            switch (character)
            {
                case ' ' or '-' or '(' or ')' or '\u00A0': continue;
                case '+' when length == 0 && !hasPlus: hasPlus = true; continue;
                case >= '0' and <= '9' when length < digits.Length: digits[length++] = character; continue;
                default: return "";
            }
        }

        return length < 10 ? "" : $"+{digits[..length]}";
    }

    private static bool Ends(string address, string server) => address.EndsWith(server, StringComparison.OrdinalIgnoreCase);
}
