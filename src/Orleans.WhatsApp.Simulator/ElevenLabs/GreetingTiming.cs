namespace Orleans.WhatsApp.Simulator;

/// <summary>When an agent with a first message says it.</summary>
public enum GreetingTiming
{
    AfterMetadata,

    /// <summary>Late: the user's first message is already there, and the greeting comes before its answer.</summary>
    AfterFirstUserMessage,
}
