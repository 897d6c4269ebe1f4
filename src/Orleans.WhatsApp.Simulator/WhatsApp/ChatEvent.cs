namespace Orleans.WhatsApp.Simulator;

internal enum ChatEventKind
{
    Written,
    Edited,
    Deleted,
    Reacted,
    Delivered,
    Read,
}

/// <summary>Something happened to a message; the message is as it stands afterwards.</summary>
internal sealed record ChatEvent(ChatEventKind Kind, SimulatedChat Chat, SimulatedMessage Message, SimulatedContact? ReactedBy = null);
