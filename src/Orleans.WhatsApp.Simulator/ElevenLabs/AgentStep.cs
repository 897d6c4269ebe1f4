using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>One thing an agent does in a turn.</summary>
public abstract record AgentStep
{
    private AgentStep()
    {
    }

    public sealed record Say(string Text) : AgentStep;

    /// <summary>One streamed part: start, delta or stop.</summary>
    public sealed record Part(string Kind, string Text) : AgentStep;

    public sealed record Correct(string Original, string Corrected) : AgentStep;

    /// <summary>The answer is made and stands in the transcript, but no frame carries it.</summary>
    public sealed record SayOnlyInTranscript(string Text) : AgentStep;

    public sealed record Interrupt : AgentStep;

    public sealed record Pause(TimeSpan Time) : AgentStep;

    public sealed record Until(Task Fact) : AgentStep;

    /// <summary>Any frame, sent as it is.</summary>
    public sealed record Frame(JsonObject Json) : AgentStep;

    public sealed record Close(AgentClose How) : AgentStep;
}
