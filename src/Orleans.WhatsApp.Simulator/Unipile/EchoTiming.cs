namespace Orleans.WhatsApp.Simulator;

/// <summary>When the provider reports our own send as a webhook.</summary>
public enum EchoTiming
{
    AfterResponse,

    /// <summary>The webhook has been answered before the send call is: the order that surprises.</summary>
    BeforeResponse,

    Never,
}
