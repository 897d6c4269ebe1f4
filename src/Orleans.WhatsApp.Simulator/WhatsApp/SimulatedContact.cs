namespace Orleans.WhatsApp.Simulator;

/// <summary>A person with WhatsApp who writes to a business and keeps what arrives on the phone.</summary>
public sealed class SimulatedContact
{
    private readonly WhatsAppNetwork _network;
    private readonly Lock _lock = new();
    private readonly List<ReceivedMessage> _received = [];

    internal SimulatedContact(WhatsAppNetwork network, string digits, string? name, ContactAddress shownAs)
    {
        _network = network;
        Digits = digits;
        Name = name;
        ShownAs = shownAs;
        Lid = Ids.Lid(digits);
    }

    public string PhoneNumber => "+" + Digits;

    public string? Name { get; internal set; }

    public string Lid { get; }

    /// <summary>How the provider presents this contact in webhooks and lists. Settable before the first message.</summary>
    public ContactAddress ShownAs { get; set; }

    /// <summary>Everything that reached this phone from any business number, in order of arrival.</summary>
    public IReadOnlyList<ReceivedMessage> Received
    {
        get { lock (_lock) return [.. _received]; }
    }

    internal string Digits { get; }

    internal string PhoneId => $"{Digits}@s.whatsapp.net";

    internal string ProviderId => ShownAs is ContactAddress.Phone ? PhoneId : Lid;

    /// <summary>Writes to the account, or to the world's only account when none is named.</summary>
    public SimulatedMessage Write(string text, SimulatedAccount? to = null) => _network.FromContact(this, to, text, []);

    public SimulatedMessage Reply(SimulatedMessage quoted, string text)
    {
        ArgumentNullException.ThrowIfNull(quoted);
        return _network.FromContact(this, _network.Account(quoted.AccountId), text, [], quoted);
    }

    public SimulatedMessage Send(SimulatedAttachment attachment, string? caption = null, SimulatedAccount? to = null) =>
        _network.FromContact(this, to, caption, [attachment]);

    public SimulatedMessage WriteInGroup(string subject, string text, SimulatedAccount? to = null) =>
        _network.FromContact(this, to, text, [], groupSubject: subject);

    /// <summary>Calls and is not answered: an event, not a message.</summary>
    public SimulatedMessage MissCall(SimulatedAccount? to = null) => _network.FromContact(this, to, null, [], eventType: 8);

    public void Edit(SimulatedMessage message, string text) => _network.Edit(message, text);

    public void Delete(SimulatedMessage message) => _network.Delete(message);

    /// <summary>Reacts to a message of either side; an empty emoji takes the reaction back.</summary>
    public void React(string messageId, string emoji) => _network.React(this, messageId, emoji);

    public void Read(string messageId) => _network.Read(messageId);

    /// <summary>The chat with the account; it exists from the first call on, with or without messages.</summary>
    public SimulatedChat Chat(SimulatedAccount? with = null) => _network.Chat(with, this);

    /// <summary>Waits until at least <paramref name="count"/> messages have arrived on this phone.</summary>
    public Task<IReadOnlyList<ReceivedMessage>> WaitForReceived(int count, TimeSpan? patience = null, CancellationToken stop = default) =>
        _network.WaitFor(
            () => Received is { } received && received.Count >= count ? received : null,
            $"{count} messages on {PhoneNumber}", () => string.Join(" | ", Received.Select(message => message.Text)), patience, stop);

    internal void Receive(ReceivedMessage message)
    {
        lock (_lock) _received.Add(message);
    }
}
