using Orleans.WhatsApp.Grains.Connections;

namespace Orleans.WhatsApp.Simulation;

/// <summary>Agents that answer, and now and then say nothing, come too late, say it in two parts or hang up.</summary>
internal sealed class SimulatedAgents(World world, Life life) : IAgentConnector
{
    public async Task<AgentOpening> Open(string agentExternalId, Func<AgentEvent, Task> listen, CancellationToken stop)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(world.Luck("agents").Next(20, 900)), world.Clock, stop);
        if (world.Luck("agents").Next(world.Trouble.Agents ? 2 : 20) == 0) return new AgentOpening.Failed("closed_1011", MayRetry: true);
        return new AgentOpening.Opened(world.Conversations.Begin(agentExternalId, told => life.IsAlive ? listen(told) : Task.CompletedTask));
    }

    public async Task<string?> FindAnswer(string conversationId, string userText, DateTimeOffset askedAt, CancellationToken stop)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(world.Luck("agents").Next(20, 900)), world.Clock, stop);
        return world.Trouble.Agents ? null : world.Conversations.AnswerIn(conversationId, userText);
    }
}
