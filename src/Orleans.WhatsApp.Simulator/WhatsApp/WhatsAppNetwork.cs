using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Where messages move: accounts, contacts, their chats, and what each event makes the provider tell.</summary>
internal sealed class WhatsAppNetwork(
    TimeProvider clock, Func<ContactAddress> contactsShownAs, Func<WhatsAppProvider, IProviderVoice> voice, Changes changes, TimeSpan patience)
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

    public SimulatedAccount AddAccount(
        WhatsAppProvider provider, string? id, string name, AccountStatus status, Action<SimulatedAccount>? complete = null)
    {
        var account = new SimulatedAccount(this, provider, id ?? voice(provider).NewAccountId(), name, phoneNumber: null, status, Now());
        complete?.Invoke(account);
        if (!_accounts.TryAdd(account.Id, account)) throw new ArgumentException($"Account {account.Id} exists already.", nameof(id));
        changes.Happened();
        return account;
    }

    public SimulatedAccount? Account(string id) => _accounts.GetValueOrDefault(id);

    /// <summary>Nobody sees the accounts of another provider.</summary>
    public SimulatedAccount? Account(string? id, WhatsAppProvider provider) =>
        id is not null && Account(id) is { } account && account.Provider == provider ? account : null;

    public IEnumerable<SimulatedChat> ChatsOf(WhatsAppProvider provider) => Chats.Where(chat => chat.Account.Provider == provider);

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
        var contact = _contacts.GetOrAdd(digits, _ => new SimulatedContact(this, digits, name, contactsShownAs()));
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

    public SimulatedChat? FindChat(string id, WhatsAppProvider provider) =>
        _chats.TryGetValue(id, out var chat) && chat.Account.Provider == provider ? chat : null;

    public bool TryFindMessage(string messageId, [NotNullWhen(true)] out SimulatedChat? chat, [NotNullWhen(true)] out SimulatedMessage? message)
    {
        message = _chatOfMessage.TryGetValue(messageId, out chat) ? chat.Find(messageId) : null;
        return message is not null && chat is not null && _chats.ContainsKey(chat.Id);
    }

    public SimulatedMessage FromContact(SimulatedContact contact, SimulatedAccount? to, Draft draft, string? groupSubject = null)
    {
        var chat = Chat(to, contact, groupSubject);
        var message = Store(chat, MessageOrigin.Contact, draft);
        _ = Tell(ChatEventKind.Written, chat, message);
        return message;
    }

    public SimulatedMessage FromPhone(SimulatedAccount account, SimulatedContact contact, Draft draft)
    {
        var chat = Chat(account, contact);
        var message = Store(chat, MessageOrigin.Phone, draft);
        _ = Tell(ChatEventKind.Written, chat, message);
        return message;
    }

    /// <summary>A send through an interface reaches the phone here; its echo is told separately, when the script wants it.</summary>
    public SimulatedMessage FromApi(SimulatedChat chat, Draft draft) => Store(chat, MessageOrigin.Api, draft);

    public Task Echo(SimulatedChat chat, SimulatedMessage message) => Tell(ChatEventKind.Written, chat, message);

    public void Edit(SimulatedMessage message, string text) => Change(message.Id, ChatEventKind.Edited, old => old with { Text = text, Edited = true });

    public void Delete(SimulatedMessage message) => Change(message.Id, ChatEventKind.Deleted, old => old with { Text = "", Deleted = true });

    public void React(SimulatedContact by, string messageId, string emoji) =>
        Change(messageId, ChatEventKind.Reacted, old => old with { Reaction = emoji.Length > 0 ? emoji : null }, by);

    public void Deliver(string messageId) => Change(messageId, ChatEventKind.Delivered, old => old with { Delivered = true });

    public void Read(string messageId) => Change(messageId, ChatEventKind.Read, old => old with { Delivered = true, Seen = true });

    /// <summary>The business reacts through the provider's interface; nothing is told of it.</summary>
    public void ReactFromBusiness(string messageId, string emoji) =>
        Change(messageId, old => old with { BusinessReaction = emoji.Length > 0 ? emoji : null });

    /// <summary>The business has read the contact's message; nothing is told of it.</summary>
    public void ReadByBusiness(string messageId) => Change(messageId, old => old with { Seen = true });

    /// <summary>The contact's phone has our message, or it was read there; the provider that knows tells it in its own words.</summary>
    public void HasReached(string messageId, bool seen) => Change(messageId, old => old with { Delivered = true, Seen = old.Seen || seen });

    public void TellStatus(SimulatedAccount account, AccountStatus status) => voice(account.Provider).Tell(account, status);

    public void Changed() => changes.Happened();

    public Task<T> WaitFor<T>(Func<T?> fact, string what, Func<string>? seen, TimeSpan? atMost, CancellationToken stop) where T : class =>
        changes.WaitFor(fact, what, seen, atMost ?? patience, stop);

    public string NewBusinessNumber() => "+908500" + Interlocked.Increment(ref _businessNumbers).ToString("000000", CultureInfo.InvariantCulture);

    private SimulatedMessage Store(SimulatedChat chat, MessageOrigin origin, Draft draft)
    {
        var id = voice(chat.Account.Provider).NewMessageId();
        var message = new SimulatedMessage(id, Ids.NewProviderId(), chat.Id, chat.Account.Id, Interlocked.Increment(ref _sequence), origin, Now())
        {
            Text = draft.Text,
            Attachments = draft.Attachments,
            Content = draft.Content,
            Quoted = draft.Quoted,
            EventType = draft.EventType,
            CallbackData = draft.CallbackData,
            TaskId = draft.TaskId,
            Failed = draft.Fails,
        };
        _chatOfMessage[message.Id] = chat;
        chat.Add(message);
        if (message is { FromBusiness: true, Failed: false } && !draft.Reacts)
            chat.Contact.Receive(new ReceivedMessage(message.Id, chat.Id, chat.Account.Id, draft.Text, draft.Attachments.Count, origin, message.At)
            {
                Files = draft.Attachments,
                Content = draft.Content,
            });
        changes.Happened();
        ChatChanged?.Invoke(this, chat);
        return message;
    }

    private void Change(string messageId, ChatEventKind kind, Func<SimulatedMessage, SimulatedMessage> change, SimulatedContact? reactedBy = null)
    {
        var (chat, message) = Change(messageId, change);
        _ = Tell(kind, chat, message, reactedBy);
    }

    private (SimulatedChat Chat, SimulatedMessage Message) Change(string messageId, Func<SimulatedMessage, SimulatedMessage> change)
    {
        if (!_chatOfMessage.TryGetValue(messageId, out var chat)) throw new ArgumentException($"No message {messageId}.", nameof(messageId));
        var message = chat.Change(messageId, change);
        changes.Happened();
        ChatChanged?.Invoke(this, chat);
        return (chat, message);
    }

    private Task Tell(ChatEventKind kind, SimulatedChat chat, SimulatedMessage message, SimulatedContact? reactedBy = null) =>
        voice(chat.Account.Provider).Tell(new ChatEvent(kind, chat, message, reactedBy));

    private SimulatedAccount OnlyAccount() => _accounts.Count switch
    {
        1 => _accounts.Values.First(),
        0 => throw new InvalidOperationException("The world has no account yet: add one, or connect one through the provider's interface."),
        _ => throw new InvalidOperationException("The world has several accounts: name the one that is meant."),
    };

    // The provider keeps milliseconds; finer ticks would make "after this message" include the message itself.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
}
