namespace Orleans.WhatsApp.Simulator;

/// <summary>A close frame. Code 1006 is no frame at all: the connection breaks.</summary>
public sealed record AgentClose(int Code, string Reason = "")
{
    public static AgentClose Broken { get; } = new(1006);

    public static AgentClose OverrideRefused { get; } = new(1008, "Override for field 'text_only' is not allowed by config.");

    public static AgentClose QueueTimedOut { get; } = new(3008, "Too many concurrent connections");
}
