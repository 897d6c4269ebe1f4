namespace Orleans.WhatsApp.Chats;

/// <summary>What moved the right to speak.</summary>
public enum Mover
{
    /// <summary>The contact wrote, and a session began.</summary>
    Contact,

    /// <summary>A person on the dashboard.</summary>
    Operator,

    /// <summary>A person on the business's phone.</summary>
    Phone,

    /// <summary>A deadline passed: the agent took over, or the session ended.</summary>
    Deadline,

    /// <summary>The agent could not go on.</summary>
    Agent,

    /// <summary>Blacklist, agent, feature or tenant took the agent's right to speak away.</summary>
    Halt,
}

/// <summary>The last time that the right to speak moved, for whoever comes too late.</summary>
/// <param name="User">Who it was, of <see cref="Mover.Operator"/>.</param>
public sealed record SpeakerMove(DateTimeOffset At, Mover By, UserId? User = null)
{
    internal static SpeakerMove Of(ChatInput input, DateTimeOffset at) => input switch
    {
        ChatInput.ContactWrote => new(at, Mover.Contact),
        ChatInput.OperatorTookOver by => new(at, Mover.Operator, by.By),
        ChatInput.OperatorReleased by => new(at, Mover.Operator, by.By),
        ChatInput.OperatorClosed by => new(at, Mover.Operator, by.By),
        ChatInput.OperatorReopened by => new(at, Mover.Operator, by.By),
        ChatInput.OperatorSent by => new(at, Mover.Operator, by.By),
        ChatInput.OperatorEndedGrace by => new(at, Mover.Operator, by.By),
        ChatInput.OperatorSettledSend by => new(at, Mover.Operator, by.By),
        ChatInput.SessionReset by => new(at, Mover.Operator, by.By),
        // An accepted send can show that an earlier message was a person's.
        ChatInput.OwnNumberWrote or ChatInput.SendAccepted => new(at, Mover.Phone),
        ChatInput.Halted => new(at, Mover.Halt),
        ChatInput.AgentLost or ChatInput.AgentReplied or ChatInput.TranscriptRead => new(at, Mover.Agent),
        _ => new(at, Mover.Deadline),
    };
}
