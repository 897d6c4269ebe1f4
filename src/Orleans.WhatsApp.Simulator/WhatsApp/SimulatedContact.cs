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
        UserId = Ids.UserId(digits);
    }

    public string PhoneNumber => "+" + Digits;

    public string? Name { get; internal set; }

    public string Lid { get; }

    /// <summary>Meta's id of the person for businesses (<c>US.…</c>), known to them even when the number is hidden.</summary>
    public string UserId { get; }

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
    public SimulatedMessage Write(string text, SimulatedAccount? to = null) => _network.FromContact(this, to, new Draft(text));

    public SimulatedMessage Reply(SimulatedMessage quoted, string text)
    {
        ArgumentNullException.ThrowIfNull(quoted);
        return _network.FromContact(this, _network.Account(quoted.AccountId), new Draft(text) { Quoted = quoted });
    }

    public SimulatedMessage Send(SimulatedAttachment attachment, string? caption = null, SimulatedAccount? to = null) =>
        _network.FromContact(this, to, new Draft(caption) { Attachments = [attachment] });

    public SimulatedMessage WriteInGroup(string subject, string text, SimulatedAccount? to = null) =>
        _network.FromContact(this, to, new Draft(text), groupSubject: subject);

    /// <summary>Calls and is not answered: an event, not a message.</summary>
    public SimulatedMessage MissCall(SimulatedAccount? to = null) =>
        _network.FromContact(this, to, new Draft(null) { EventType = 8 });

    /// <summary>Sends a location, a contact card, an order, or something that the provider does not pass on.</summary>
    public SimulatedMessage Send(MessageContent content, SimulatedAccount? to = null) =>
        _network.FromContact(this, to, new Draft(null) { Content = content });

    /// <summary>Taps a button or a row of a list that a message on this phone offers, by its id or its title.</summary>
    public SimulatedMessage Tap(string messageId, string idOrTitle)
    {
        if (!_network.TryFindMessage(messageId, out var chat, out var message) || message.Content is not { } content)
            throw new ArgumentException($"Message {messageId} offers nothing to tap.", nameof(messageId));
        var (kind, options) = content.Offers;
        var option = options.FirstOrDefault(option => option.Id == idOrTitle) ?? options.FirstOrDefault(option => option.Title == idOrTitle)
            ?? throw new ArgumentException($"Message {messageId} does not offer '{idOrTitle}'.", nameof(idOrTitle));
        return _network.FromContact(this, chat.Account, new Draft(option.Title) { Quoted = message, Content = new MessageContent.Chosen(kind, option) });
    }

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
