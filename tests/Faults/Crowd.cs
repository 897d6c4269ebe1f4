using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.Faults;

/// <summary>Contacts who each write one line, by which the agent's questions are told apart.</summary>
internal sealed class Crowd
{
    public const string Agent = "agent_reception";

    private readonly SimulatedWorld _world;
    private readonly SimulatedAccount _account;
    private readonly List<Writer> _writers = [];

    public Crowd(SimulatedWorld world, SimulatedAccount account)
    {
        (_world, _account) = (world, account);
        world.Agent(Agent).Brain = turn => AgentReplyScript.Saying(AnswerTo(turn.Text));
    }

    public IReadOnlyList<Writer> Writers
    {
        get { lock (_writers) return [.. _writers]; }
    }

    public int Answered => Writers.Count(writer => writer.Contact.Received.Count > 0);

    public static string AnswerTo(string line) => $"Answer to {line}";

    /// <summary>So many newcomers, one every so often.</summary>
    public async Task Write(int many, TimeSpan pause)
    {
        for (var i = 0; i < many; i++)
        {
            WriteOne();
            await Task.Delay(pause);
        }
    }

    public Writer WriteOne()
    {
        var number = Writers.Count;
        var contact = _world.Contact($"+90555{number:0000000}", $"Contact {number}");
        var writer = new Writer(contact, $"Hello, this is number {number}", contact.Chat(_account).Id);
        lock (_writers) _writers.Add(writer);
        contact.Write(writer.Line);
        return writer;
    }

    /// <param name="ChatId">The provider's.</param>
    internal sealed record Writer(SimulatedContact Contact, string Line, string ChatId);
}
