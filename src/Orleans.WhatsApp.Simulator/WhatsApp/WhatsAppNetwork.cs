using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Where messages move: accounts, contacts, their chats, and what each event makes the provider tell.</summary>
internal sealed class WhatsAppNetwork(TimeProvider clock, UnipileScript script, WebhookCourier webhooks, Changes changes, TimeSpan patience)
{
    private readonly ConcurrentDictionary<string, SimulatedAccount> _accounts = [];
    private readonly ConcurrentDictionary<string, SimulatedContact> _contacts = [];
    private readonly ConcurrentDictionary<string, SimulatedChat> _chats = [];
    private readonly ConcurrentDictionary<string, SimulatedChat> _chatOfMessage = [];
    private long _sequence;
    private int _businessNumbers;

    /// <summary>A message was added, or is not what it was.</summary>
    public event EventHandler<SimulatedChat>? ChatChanged;

    public IEnumerable<SimulatedAccount> Accounts => _accounts.Values.OrderBy(account => account.CreatedAt).ThenBy(account => account.Id, StringComparer.Ordinal);

    public IEnumerable<SimulatedContact> Contacts => _contacts.Values;

    public IEnumerable<SimulatedChat> Chats => _chats.Values;

    public SimulatedAccount AddAccount(string? id, string name, string? phoneNumber, AccountStatus status)
    {
        var account = new SimulatedAccount(this, id ?? Ids.New(), name, phoneNumber, status, Now());
        if (!_accounts.TryAdd(account.Id, account)) throw new ArgumentException($"Account {account.Id} exists already.", nameof(id));
        changes.Happened();
        return account;
    }

    public SimulatedAccount? Account(string id) => _accounts.GetValueOrDefault(id);

    public void Remove(SimulatedAccount account)
    {
        if (!_accounts.TryRemove(account.Id, out _)) return;
        foreach (var chat in _chats.Values.Where(chat => chat.Account == account))
        {
            _chats.TryRemove(chat.Id, out _);
        }

        account.Become(AccountStatus.Deleted);
    }

    public SimulatedContact Contact(string phone, string? name = null)
    {
        var digits = PhoneNumber.Digits(phone);
        var contact = _contacts.GetOrAdd(digits, _ => new SimulatedContact(this, digits, name, script.ContactsShownAs));
        if (name is not null) contact.Name = name;
        return contact;
    }

    /// <summary>A contact by what the provider calls it: phone id or privacy id.</summary>
    public SimulatedContact? ContactByProviderId(string providerId)
    {
        if (providerId.EndsWith("@lid", StringComparison.Ordinal))
            return _contacts.Values.FirstOrDefault(contact => contact.Lid == providerId);
        var digits = providerId.Replace("@s.whatsapp.net", "", StringComparison.Ordinal);
        return digits.Length is >= 7 and <= 15 && digits.All(char.IsAsciiDigit) ? Contact(digits) : null;
    }

    public SimulatedChat Chat(SimulatedAccount? with, SimulatedContact contact, string? groupSubject = null)
    {
        var account = with ?? OnlyAccount();
        var id = groupSubject is null ? Ids.From(account.Id, contact.Digits) : Ids.From(account.Id, "group", groupSubject);
        return _chats.GetOrAdd(id, _ => new SimulatedChat(id, account, contact, groupSubject));
    }

    public SimulatedChat? FindChat(string id) => _chats.GetValueOrDefault(id);

    public bool TryFindMessage(string messageId, [NotNullWhen(true)] out SimulatedChat? chat, [NotNullWhen(true)] out SimulatedMessage? message)
    {
        message = _chatOfMessage.TryGetValue(messageId, out chat) ? chat.Find(messageId) : null;
        return message is not null && chat is not null && _chats.ContainsKey(chat.Id);
    }

    public SimulatedMessage FromContact(
        SimulatedContact contact, SimulatedAccount? to, string? text, IReadOnlyList<SimulatedAttachment> attachments,
        SimulatedMessage? quoted = null, string? groupSubject = null, int? eventType = null)
    {
        var chat = Chat(to, contact, groupSubject);
        var message = Store(chat, MessageOrigin.Contact, text, attachments, quoted, eventType);
        Tell(chat, message, "message_received");
        return message;
    }

    public SimulatedMessage FromPhone(SimulatedAccount account, SimulatedContact contact, string? text, IReadOnlyList<SimulatedAttachment> attachments)
    {
        var chat = Chat(account, contact);
        var message = Store(chat, MessageOrigin.Phone, text, attachments, quoted: null, eventType: null);
        Tell(chat, message, "message_received");
        return message;
    }

    /// <summary>A send through REST reaches the phone here; its echo is told separately, when the script wants it.</summary>
    public SimulatedMessage FromApi(SimulatedChat chat, string? text, IReadOnlyList<SimulatedAttachment> attachments, SimulatedMessage? quoted) =>
        Store(chat, MessageOrigin.Api, text, attachments, quoted, eventType: null);

    public Task Echo(SimulatedChat chat, SimulatedMessage message) => Tell(chat, message, "message_received");

    public void Edit(SimulatedMessage message, string text) => Change(message.Id, "message_edited", old => old with { Text = text, Edited = true });

    public void Delete(SimulatedMessage message) => Change(message.Id, "message_deleted", old => old with { Text = "", Deleted = true });

    public void React(SimulatedContact by, string messageId, string emoji) =>
        Change(messageId, "message_reaction", old => old with { Reaction = emoji.Length > 0 ? emoji : null }, by);

    public void Deliver(string messageId) => Change(messageId, "message_delivered", old => old with { Delivered = true });

    public void Read(string messageId) => Change(messageId, "message_read", old => old with { Delivered = true, Seen = true });

    public void TellStatus(SimulatedAccount account, AccountStatus status) => webhooks.Publish(new WebhookEvent(
        "account_status", status.InSubscription(), account.Id, account.Id, ChatId: null, MessageId: null, _ => AccountStatusEvent.Payload(account, status)));

    public void Changed() => changes.Happened();

    public Task<T> WaitFor<T>(Func<T?> fact, string what, Func<string>? seen, TimeSpan? atMost, CancellationToken stop) where T : class =>
        changes.WaitFor(fact, what, seen, atMost ?? patience, stop);

    public string NewBusinessNumber() => "+908500" + Interlocked.Increment(ref _businessNumbers).ToString("000000", CultureInfo.InvariantCulture);

    private SimulatedMessage Store(
        SimulatedChat chat, MessageOrigin origin, string? text, IReadOnlyList<SimulatedAttachment> attachments, SimulatedMessage? quoted, int? eventType)
    {
        var message = new SimulatedMessage(Ids.New(), Ids.NewProviderId(), chat.Id, chat.Account.Id, Interlocked.Increment(ref _sequence), origin, Now())
        {
            Text = text,
            Attachments = attachments,
            Quoted = quoted,
            EventType = eventType,
        };
        _chatOfMessage[message.Id] = chat;
        chat.Add(message);
        if (message.FromBusiness)
            chat.Contact.Receive(new ReceivedMessage(message.Id, chat.Id, chat.Account.Id, text, attachments.Count, origin, message.At));
        changes.Happened();
        ChatChanged?.Invoke(this, chat);
        return message;
    }

    private void Change(string messageId, string eventName, Func<SimulatedMessage, SimulatedMessage> change, SimulatedContact? reactedBy = null)
    {
        if (!_chatOfMessage.TryGetValue(messageId, out var chat)) throw new ArgumentException($"No message {messageId}.", nameof(messageId));
        Tell(chat, chat.Change(messageId, change), eventName, reactedBy);
        changes.Happened();
        ChatChanged?.Invoke(this, chat);
    }

    /// <summary>The task ends when each subscriber has answered the first attempt, well or badly.</summary>
    private Task Tell(SimulatedChat chat, SimulatedMessage message, string eventName, SimulatedContact? reactedBy = null)
    {
        var told = new TaskCompletionSource();
        var what = new WebhookEvent("messaging", eventName, chat.Account.Id, chat.Id, chat.Id, message.Id,
            subscription => MessagingEvent.Payload(eventName, chat, message, subscription.Name, reactedBy));
        chat.Account.WhenOk(() => _ = Publish());
        return told.Task;

        async Task Publish()
        {
            await webhooks.Publish(what);
            told.SetResult();
        }
    }

    private SimulatedAccount OnlyAccount() => _accounts.Count switch
    {
        1 => _accounts.Values.First(),
        0 => throw new InvalidOperationException("The world has no account yet: add one, or connect one through the provider's interface."),
        _ => throw new InvalidOperationException("The world has several accounts: name the one that is meant."),
    };

    // The provider keeps milliseconds; finer ticks would make "after this message" include the message itself.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
}
