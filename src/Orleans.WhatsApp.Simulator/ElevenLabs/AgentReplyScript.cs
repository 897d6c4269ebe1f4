using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>What an agent does about one user message, step by step. An empty script is silence.</summary>
public sealed record AgentReplyScript(IReadOnlyList<AgentStep> Steps)
{
    public static AgentReplyScript Silence { get; } = new([]);

    /// <summary>One or more whole answers; several are several parts of one reply.</summary>
    public static AgentReplyScript Saying(params IEnumerable<string> texts) => new([.. texts.Select(text => new AgentStep.Say(text))]);

    public AgentReplyScript Say(string text) => Then(new AgentStep.Say(text));

    public AgentReplyScript Pause(TimeSpan time) => Then(new AgentStep.Pause(time));

    /// <summary>Goes on when the task has ended: a slow agent without a clock.</summary>
    public AgentReplyScript Until(Task fact) => Then(new AgentStep.Until(fact));

    /// <summary>Streams the text in parts; the whole text follows as agent_response, before or after the last part.</summary>
    public AgentReplyScript Stream(string text, int deltas = 3, bool responseBeforeStop = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(deltas);
        var size = Math.Max(1, (text.Length + deltas - 1) / deltas);
        var parts = text.Chunk(size).Select(part => new AgentStep.Part("delta", new string(part)));
        AgentStep response = new AgentStep.Say(text);
        AgentStep stop = new AgentStep.Part("stop", "");
        return Then([new AgentStep.Part("start", ""), .. parts, .. responseBeforeStop ? [response, stop] : new[] { stop, response }]);
    }

    /// <summary>The agent asks a server-side tool and gets its answer; nothing is expected of the client.</summary>
    public AgentReplyScript Tool(string name, string toolType = "webhook", bool isError = false)
    {
        var id = "tool_" + Ids.New();
        return Then(
            new AgentStep.Frame(AgentFrames.ToolRequest(name, id, toolType)),
            new AgentStep.Frame(AgentFrames.ToolResponse(name, id, toolType, isError)));
    }

    public AgentReplyScript Correct(string original, string corrected) => Then(new AgentStep.Correct(original, corrected));

    public AgentReplyScript SayOnlyInTranscript(string text) => Then(new AgentStep.SayOnlyInTranscript(text));

    public AgentReplyScript Interrupt() => Then(new AgentStep.Interrupt());

    public AgentReplyScript Frame(JsonObject frame) => Then(new AgentStep.Frame(frame));

    /// <summary>A frame of a type no client knows.</summary>
    public AgentReplyScript UnknownFrame(string type = "brand_new_event") => Frame(new JsonObject { ["type"] = type, [type + "_event"] = new JsonObject() });

    public AgentReplyScript Close(int code, string reason = "") => Then(new AgentStep.Close(new AgentClose(code, reason)));

    /// <summary>The connection breaks without a close frame.</summary>
    public AgentReplyScript Break() => Then(new AgentStep.Close(AgentClose.Broken));

    public AgentReplyScript Then(params IEnumerable<AgentStep> steps) => new([.. Steps, .. steps]);
}
