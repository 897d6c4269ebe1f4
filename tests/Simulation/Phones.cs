namespace Orleans.WhatsApp.Simulation;

/// <summary>What WhatsApp itself knows: which messages stand on the contacts' phones. This is the truth that the product is held to.</summary>
internal sealed class Phones
{
    private readonly List<Message> _messages = [];

    public IReadOnlyList<Message> Messages => _messages;

    public Message Add(int chat, string text, bool isOwn, DateTimeOffset at, DateTimeOffset visibleAt)
    {
        var message = new Message(chat, $"id-{_messages.Count + 1}", text, isOwn, at, visibleAt);
        _messages.Add(message);
        return message;
    }

    /// <param name="IsOwn">Of the business's number, by whoever.</param>
    /// <param name="VisibleAt">From then on the provider shows it to who asks.</param>
    internal sealed record Message(int Chat, string Id, string Text, bool IsOwn, DateTimeOffset At, DateTimeOffset VisibleAt);
}
