using System.Text;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Connections;
using Orleans.WhatsApp.Grains.Inbox;
using Orleans.WhatsApp.Simulation;

namespace Orleans.WhatsApp.KillPoints;

/// <summary>The product's ports with kill points around each call.</summary>
internal sealed class Ports(KillSwitch ends)
{
    public T Around<T>(T port) where T : class => Interception.Of(port, (method, args, go) => Call($"{typeof(T).Name}.{method}", args, go));

    private object? Call(string step, object?[] args, Func<object?> go) => (step, go) switch
    {
        ("IInbox.Undone", _) when ends.HoldsBack => Never(),
        ("IAgentConnector.Open", _) => ends.Around(step, "", () => WithKillPoints((Task<AgentOpening>)go()!)),
        _ => ends.Around(step, About(args), go),
    };

    private async Task<AgentOpening> WithKillPoints(Task<AgentOpening> opening) =>
        await opening is AgentOpening.Opened { Conversation: var conversation } ? new AgentOpening.Opened(Around(conversation)) : await opening;

    /// <summary>Whoever looks for what has come finds out only in the next process.</summary>
    private static Task<IReadOnlyList<InboxRow>> Never() => new TaskCompletionSource<IReadOnlyList<InboxRow>>().Task;

    private static string About(object?[] args) => args switch
    {
        [IReadOnlyList<InboxEvent> events] => string.Join('\n', events.Select(kept => Encoding.UTF8.GetString(kept.Body.Span))),
        [ChatCommit commit] => string.Join('\n', commit.Timeline.Select(entry => entry.Cause)),
        _ => "",
    };
}
