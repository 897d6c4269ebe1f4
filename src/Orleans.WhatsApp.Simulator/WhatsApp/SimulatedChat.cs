namespace Orleans.WhatsApp.Simulator;

/// <summary>All that passed between one account and one contact (or one group, seen through the contact who writes in it).</summary>
public sealed class SimulatedChat
{
    private readonly Lock _lock = new();
    private readonly List<SimulatedMessage> _messages = [];
    private readonly Dictionary<string, int> _places = [];

    internal SimulatedChat(string id, SimulatedAccount account, SimulatedContact contact, string? groupSubject)
    {
        Id = id;
        Account = account;
        Contact = contact;
        GroupSubject = groupSubject;
    }

    public string Id { get; }

    public SimulatedAccount Account { get; }

    public SimulatedContact Contact { get; }

    public string? GroupSubject { get; }

    public bool IsGroup => GroupSubject is not null;

    public string ProviderId => IsGroup ? $"1203630{Contact.Digits}@g.us" : Contact.ProviderId;

    public IReadOnlyList<SimulatedMessage> Messages
    {
        get { lock (_lock) return [.. _messages]; }
    }

    public SimulatedMessage? Last
    {
        get { lock (_lock) return _messages.Count > 0 ? _messages[^1] : null; }
    }

    public SimulatedMessage? Find(string messageId)
    {
        lock (_lock) return _places.TryGetValue(messageId, out var place) ? _messages[place] : null;
    }

    internal SimulatedMessage Add(SimulatedMessage message)
    {
        lock (_lock)
        {
            _places[message.Id] = _messages.Count;
            _messages.Add(message);
        }

        return message;
    }

    internal SimulatedMessage Change(string messageId, Func<SimulatedMessage, SimulatedMessage> change)
    {
        lock (_lock)
        {
            if (!_places.TryGetValue(messageId, out var place)) throw new ArgumentException($"Chat {Id} has no message {messageId}.", nameof(messageId));
            return _messages[place] = change(_messages[place]);
        }
    }
}
