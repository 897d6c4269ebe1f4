namespace Orleans.WhatsApp.Simulator;

/// <summary>How the provider shows a contact to the business.</summary>
public enum ContactAddress
{
    /// <summary>A privacy id (<c>…@lid</c>) with the phone number beside it, as live payloads have it.</summary>
    LidWithPhone,

    /// <summary>The phone number itself (<c>…@s.whatsapp.net</c>).</summary>
    Phone,

    /// <summary>A privacy id and nothing else; the phone number is "hidden".</summary>
    LidOnly,
}
