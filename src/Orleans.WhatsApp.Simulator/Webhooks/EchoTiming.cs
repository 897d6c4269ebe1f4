namespace Orleans.WhatsApp.Simulator;

/// <summary>When the provider tells by webhook what became of our own send: the echo, the statuses.</summary>
public enum EchoTiming
{
    AfterResponse,

    /// <summary>The webhook has been answered before the send call is: the order that surprises.</summary>
    BeforeResponse,

    Never,
}
