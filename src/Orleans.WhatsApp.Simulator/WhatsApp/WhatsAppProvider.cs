namespace Orleans.WhatsApp.Simulator;

/// <summary>By whom an account is connected.</summary>
public enum WhatsAppProvider
{
    Unipile,

    /// <summary>The WhatsApp Cloud API: the account's id is the <c>phone_number_id</c>.</summary>
    Meta,

    /// <summary>Wappi.pro: the account's id is the <c>profile_id</c>.</summary>
    Wappi,
}
