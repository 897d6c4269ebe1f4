namespace Orleans.WhatsApp.Simulator;

/// <summary>A WhatsApp number of a business, connected at the provider.</summary>
public sealed class SimulatedAccount
{
    private readonly WhatsAppNetwork _network;
    private readonly Lock _lock = new();
    private readonly Queue<Action> _held = [];

    internal SimulatedAccount(
        WhatsAppNetwork network, WhatsAppProvider provider, string id, string name, string? phoneNumber, AccountStatus status, DateTimeOffset createdAt)
    {
        _network = network;
        Provider = provider;
        Id = id;
        Name = name;
        PhoneNumber = phoneNumber;
        Status = status;
        CreatedAt = createdAt;
    }

    public WhatsAppProvider Provider { get; }

    /// <summary>The provider's id: Unipile's account, Meta's <c>phone_number_id</c>, Wappi's <c>profile_id</c>.</summary>
    public string Id { get; }

    /// <summary>Meta: the WhatsApp Business Account that the number belongs to.</summary>
    public string? BusinessAccountId { get; internal set; }

    public string Name { get; private set; }

    /// <summary>Known once the QR code has been scanned.</summary>
    public string? PhoneNumber { get; private set; }

    public AccountStatus Status { get; private set; }

    public DateTimeOffset CreatedAt { get; }

    /// <summary>The text that the business is asked to show as a QR code, while there is one to scan.</summary>
    public string? QrCode { get; private set; }

    internal bool EverConnected { get; private set; }

    /// <summary>Meta: the token that this number is spoken to with, if it has one of its own.</summary>
    internal string? AccessToken { get; set; }

    internal string Digits => Simulator.PhoneNumber.Digits(PhoneNumber ?? "0");

    internal string ProviderId => $"{Digits}@s.whatsapp.net";

    /// <summary>The owner points the phone's camera at the QR code: the account is OK from here on.</summary>
    public void Scan(string? phoneNumber = null)
    {
        AccountStatus notice;
        lock (_lock)
        {
            PhoneNumber = phoneNumber is not null ? "+" + Simulator.PhoneNumber.Digits(phoneNumber) : PhoneNumber ?? _network.NewBusinessNumber();
            Name = PhoneNumber;
            QrCode = null;
            notice = EverConnected ? AccountStatus.Reconnected : AccountStatus.CreationSuccess;
        }

        Become(notice);
        Become(AccountStatus.Ok);
    }

    /// <summary>Changes the status and tells it by webhook. What was held back while the account was not OK follows in a burst.</summary>
    public void Become(AccountStatus status)
    {
        lock (_lock)
        {
            if (status.IsState()) Status = status;
            EverConnected |= status is AccountStatus.Ok;
            _network.TellStatus(this, status);
            if (Status is AccountStatus.Ok)
                while (_held.TryDequeue(out var tell)) tell();
        }

        _network.Changed();
    }

    internal string AskForScan()
    {
        var code = $"2@{Ids.New()},{Ids.New()},{Ids.New()},{Ids.New()}";
        lock (_lock)
        {
            if (Status is not AccountStatus.Ok) Status = AccountStatus.Connecting;
            QrCode = code;
        }

        _network.Changed();
        return code;
    }

    /// <summary>No message event leaves the provider while the account is not OK; it is told after the reconnect.</summary>
    internal void WhenOk(Action tell)
    {
        lock (_lock)
        {
            if (Status is AccountStatus.Ok) tell();
            else _held.Enqueue(tell);
        }
    }
}
