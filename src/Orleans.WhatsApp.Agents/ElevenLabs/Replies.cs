namespace Orleans.WhatsApp.Agents.ElevenLabs;

/// <summary>Which of the agent's texts are replies: not the greeting, and not what an interruption has overtaken.</summary>
/// <param name="configuredGreeting">The agent's configured first message; null while unknown.</param>
internal sealed class Replies(Func<string?> configuredGreeting)
{
    private volatile bool _userSpoke;
    private bool _heardOne;
    private long _interruptedBelow = long.MinValue;

    /// <summary>To be called before the user's first message leaves: its answer may be faster than the end of the send.</summary>
    public void UserSpeaks() => _userSpoke = true;

    public void Interrupted(long eventId) => _interruptedBelow = Math.Max(_interruptedBelow, eventId);

    public Verdict Judge(ServerFrame.AgentResponse response)
    {
        // The mark is the lowest event that still counts; texts without an id cannot be late.
        if (response.EventId < _interruptedBelow) return Verdict.Late;

        var firstHeard = !_heardOne;
        _heardOne = true;
        if (!_userSpoke) return Verdict.Greeting;

        // A greeting that our message overtook on the wire. Only the very first text can be one: later, the same words are an answer.
        return firstHeard && IsGreeting(response.Text) ? Verdict.Greeting : Verdict.Reply;
    }

    private bool IsGreeting(string text) => configuredGreeting() is { } greeting && greeting.Trim() == text.Trim();
}

internal enum Verdict { Reply, Greeting, Late }
