using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>The WhatsApp Cloud API: its numbers, and how it behaves. Every setting may be changed while the world runs.</summary>
public sealed class MetaScript
{
    private readonly SimulatedWorld _world;
    private readonly Lock _lock = new();
    private readonly List<ReadMark> _readMarks = [];
    private readonly Queue<SignatureKind> _signatures = [];
    private readonly Queue<int> _failures = [];
    private readonly ConcurrentDictionary<(string Name, string Language), int> _templates = [];

    internal MetaScript(SimulatedWorld world)
    {
        _world = world;
        AccessToken = world.Options.MetaAccessToken;
        AppSecret = world.Options.MetaAppSecret;
        Media = new MetaMedia(world.Options.TimeProvider);
        Voice = new MetaVoice(world.Webhooks, Media, world.Work, world.Options.TimeProvider);
        if (world.Options.MetaWebhookUrl is { } url) Subscribe(url);
    }

    /// <summary>
    /// Of all calls. A refusal's slug is the error code (<c>"131056"</c>).
    /// <see cref="ProviderOperation.Send"/>, <see cref="ProviderOperation.MarkRead"/>, <see cref="ProviderOperation.Media"/>,
    /// <see cref="ProviderOperation.Accounts"/> and <see cref="ProviderOperation.Webhooks"/>.
    /// </summary>
    public ProviderFaults Faults { get; } = new();

    /// <summary>What every number without a token of its own is spoken to with.</summary>
    public string AccessToken { get; set; }

    /// <summary>Signs the deliveries to subscriptions without a secret of their own.</summary>
    public string AppSecret { get; set; }

    /// <summary>Told of each message in this order; one that stands twice is told twice.</summary>
    public IReadOnlyList<MetaStatus> Statuses { get; set; } = [MetaStatus.Sent, MetaStatus.Delivered];

    /// <summary>Decides for a message what <see cref="Statuses"/> decides for all; null leaves it at that.</summary>
    public Func<SimulatedMessage, IReadOnlyList<MetaStatus>?>? StatusPlan { get; set; }

    public EchoTiming StatusTiming { get; set; } = EchoTiming.AfterResponse;

    /// <summary>How long after the response the first status leaves.</summary>
    public TimeSpan StatusDelay { get; set; }

    public ClosedWindow OutsideWindow { get; set; }

    /// <summary>Every mark so far, oldest first.</summary>
    public IReadOnlyList<ReadMark> ReadMarks
    {
        get { lock (_lock) return [.. _readMarks]; }
    }

    internal MetaMedia Media { get; }

    internal MetaVoice Voice { get; }

    /// <summary>A registered number. Numbers of one business account share an entry when several events go out in one body.</summary>
    public SimulatedAccount AddNumber(string? phoneNumber = null, string? id = null, string businessAccountId = "200000000000001", string? accessToken = null)
    {
        var account = _world.Network.AddAccount(WhatsAppProvider.Meta, id, "WhatsApp", AccountStatus.Connecting, made =>
        {
            made.BusinessAccountId = businessAccountId;
            made.AccessToken = accessToken;
        });
        account.Scan(phoneNumber);
        return account;
    }

    /// <summary>The app's callback address, or with <paramref name="accounts"/> the address of these numbers instead.</summary>
    public WebhookSubscription Subscribe(Uri url, string? appSecret = null, params IReadOnlyList<SimulatedAccount> accounts)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        return _world.Webhooks.Subscribe(new WebhookSubscription(WebhookSubscription.MetaSource, url)
        {
            Name = "whatsapp_business_account",
            AccountIds = accounts.Count is 0 ? null : [.. accounts.Select(account => account.Id)],
            Manner = WebhookManner.Meta with { Sign = body => Sign(body, appSecret ?? AppSecret) },
        });
    }

    /// <summary>Asks the address for the challenge, as Meta does before it takes a callback address; true if it was given back.</summary>
    public async Task<bool> Verify(Uri url, string verifyToken)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(verifyToken);
        var challenge = RandomNumberGenerator.GetInt32(100_000_000, int.MaxValue).ToString(CultureInfo.InvariantCulture);
        var query = $"hub.mode=subscribe&hub.challenge={challenge}&hub.verify_token={Uri.EscapeDataString(verifyToken)}";
        var asked = new UriBuilder(url) { Query = url.Query.Length > 1 ? $"{url.Query[1..]}&{query}" : query };
        var (status, body) = await _world.Webhooks.Ask(asked.Uri);
        return status is 200 && body == challenge;
    }

    /// <summary>Holds the next events back until there are this many, then tells them in one body.</summary>
    public void BatchNext(int events)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(events, 2);
        Voice.Hold(events);
    }

    /// <summary>Does not wait for the rest of a batch.</summary>
    public Task SendBatch() => Voice.Release();

    /// <summary>Each of the next deliveries is signed so.</summary>
    public void SignNext(SignatureKind kind, int count = 1)
    {
        lock (_lock)
            for (var left = count; left > 0; left--) _signatures.Enqueue(kind);
    }

    /// <summary>The next sends are refused with this error: 190, 130429, 131056, 131048, 80007 …</summary>
    public void RefuseNext(int code, int count = 1) =>
        Faults.Next(count, new ProviderFault.Refuse(MetaErrors.Status(code), code.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The next sends are accepted, never reach the contact, and are later told as failed with this code.</summary>
    public void FailNext(int code, int count = 1)
    {
        lock (_lock)
            for (var left = count; left > 0; left--) _failures.Enqueue(code);
    }

    /// <summary>An approved template. As long as none is added, every template counts as approved.</summary>
    public void AddTemplate(string name, string language, int parameters = 0) => _templates[(name, language)] = parameters;

    /// <summary>Tells a status of a message that was sent, besides those of the script.</summary>
    public Task Tell(string messageId, MetaStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return _world.Network.TryFindMessage(messageId, out var chat, out var message)
            ? Tell(chat, message, status)
            : throw new ArgumentException($"No message {messageId}.", nameof(messageId));
    }

    /// <summary>Tells any field of the business account: <c>account_update</c>, <c>message_template_status_update</c>, one that nobody knows.</summary>
    public Task Tell(SimulatedAccount account, string field, JsonObject value)
    {
        ArgumentNullException.ThrowIfNull(account);
        return Voice.Tell(new MetaChange(account, field, List: null, value));
    }

    internal async Task Tell(SimulatedChat chat, SimulatedMessage message, MetaStatus status)
    {
        if (status.Word is "delivered" or "read" or "played") _world.Network.HasReached(message.Id, seen: status.Word is not "delivered");
        await Voice.Tell(chat, message, status);
    }

    internal void Marked(ReadMark mark)
    {
        lock (_lock) _readMarks.Add(mark);
        _world.Network.Changed();
    }

    internal int? TakeFailure()
    {
        lock (_lock) return _failures.TryDequeue(out var code) ? code : null;
    }

    /// <summary>The error that a template meets, if any.</summary>
    internal int? TemplateError(MessageContent.Template template)
    {
        if (_templates.IsEmpty) return null;
        return !_templates.TryGetValue((template.Name, template.Language), out var parameters) ? 132001
            : parameters != template.Parameters.Count ? 132000
            : null;
    }

    private IEnumerable<KeyValuePair<string, string>> Sign(string body, string secret)
    {
        SignatureKind kind;
        lock (_lock) kind = _signatures.TryDequeue(out var next) ? next : SignatureKind.Right;
        if (kind is SignatureKind.Missing) return [];
        return [KeyValuePair.Create("X-Hub-Signature-256", MetaSignature.Of(body, kind is SignatureKind.Forged ? secret + " forged" : secret))];
    }
}
