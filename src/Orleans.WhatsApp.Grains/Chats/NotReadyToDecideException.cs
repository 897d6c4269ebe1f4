namespace Orleans.WhatsApp.Grains.Chats;

/// <summary>What a decision starts from could not be had: the chat's row, or its tenant's and channel's facts. Its input is as good as before.</summary>
public sealed class NotReadyToDecideException : Exception
{
    public NotReadyToDecideException() : base("The chat cannot decide now.") { }

    public NotReadyToDecideException(string message) : base(message) { }

    public NotReadyToDecideException(string message, Exception innerException) : base(message, innerException) { }
}
