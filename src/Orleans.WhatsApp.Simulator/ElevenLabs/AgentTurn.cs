namespace Orleans.WhatsApp.Simulator;

/// <summary>What a brain knows when it is asked: the text, which turn of the conversation it is (from 1), and the context it was given.</summary>
public sealed record AgentTurn(AgentConversation Conversation, int Number, string Text)
{
    public string AgentId => Conversation.AgentId;

    public IReadOnlyList<string> Context => Conversation.ContextualUpdates;
}
