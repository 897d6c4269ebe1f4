namespace Orleans.WhatsApp.Simulator;

/// <summary>Who wrote a message.</summary>
public enum MessageOrigin
{
    Contact,

    /// <summary>Sent through the provider's REST interface, so by the product.</summary>
    Api,

    /// <summary>Typed by a person on the business phone.</summary>
    Phone,
}
