namespace Orleans.WhatsApp.Simulator;

public enum DeliveryState
{
    Pending,

    /// <summary>Answered with 200.</summary>
    Accepted,

    /// <summary>Every attempt failed; the provider will not tell it again.</summary>
    GivenUp,

    /// <summary>Never sent, because the script says so.</summary>
    Lost,
}
