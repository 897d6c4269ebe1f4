using System.Collections.Concurrent;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Wappi: its profiles, and how it behaves. Every setting may be changed while the world runs.</summary>
public sealed class WappiScript
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly SimulatedWorld _world;
    private readonly Lock _lock = new();
    private readonly List<ReadMark> _readMarks = [];
    private readonly List<WappiTyping> _typings = [];
    private readonly ConcurrentDictionary<string, WebhookSubscription> _webhooks = [];
    private readonly ConcurrentDictionary<string, bool> _without = [];

    internal WappiScript(SimulatedWorld world)
    {
        _world = world;
        Token = world.Options.WappiToken;
        ScanAfter = world.Options.ScanAfter;
        Files = new WappiFiles(world);
        Voice = new WappiVoice(world, Files);
    }

    /// <summary>
    /// Of all calls. A refusal's slug is the <c>detail</c>; with the status 200 it is an error that only the body shows.
    /// <see cref="ProviderOperation.Send"/>, <see cref="ProviderOperation.MarkRead"/>, <see cref="ProviderOperation.Read"/>,
    /// <see cref="ProviderOperation.Media"/>, <see cref="ProviderOperation.Accounts"/> and <see cref="ProviderOperation.Webhooks"/>.
    /// </summary>
    public ProviderFaults Faults { get; } = new();

    /// <summary>The raw value of the <c>Authorization</c> header of every call.</summary>
    public string Token { get; set; }

    public EchoTiming Echo { get; set; } = EchoTiming.AfterResponse;

    public TimeSpan EchoDelay { get; set; }

    /// <summary>Own sends are told as <c>incoming_message</c> with <c>is_me</c> instead of <c>outgoing_message_api</c>.</summary>
    public bool EchoesAsIncoming { get; set; }

    /// <summary>Told after the echo of each send, in this order: pending, sent, delivered, read, undelivered, temporary ban, error.</summary>
    public IReadOnlyList<string> Statuses { get; set; } = ["delivered"];

    /// <summary>A status comes as the one object in <c>messages</c>, not as an array of one.</summary>
    public bool StatusAsObject { get; set; } = true;

    /// <summary>Nothing is told; what happened is seen by polling alone.</summary>
    public bool WebhooksOff { get; set; }

    /// <summary>Calls of one profile to the same path that overlap get each other's answer.</summary>
    public bool CrossesAnswers { get; set; } = true;

    /// <summary>How long each call is under way, in real time: overlapping calls must have the time to overlap.</summary>
    public TimeSpan CallTakes { get; set; } = TimeSpan.FromMilliseconds(30);

    /// <summary>How long after a QR code is shown the owner scans it; null leaves the scan to <see cref="SimulatedAccount.Scan"/>.</summary>
    public TimeSpan? ScanAfter { get; set; }

    /// <summary>How long after its message a file can be downloaded.</summary>
    public TimeSpan FileLife { get; set; } = TimeSpan.FromDays(2);

    /// <summary>Every call that passed the token, oldest first.</summary>
    public IReadOnlyList<WappiCallRecord> Calls => Traffic.Calls;

    /// <summary>How often a call of a profile began while another of the same profile was under way.</summary>
    public int Overlaps => Traffic.Overlaps;

    public int CallsUnderWay => Traffic.UnderWay;

    public IReadOnlyList<ReadMark> ReadMarks
    {
        get { lock (_lock) return [.. _readMarks]; }
    }

    public IReadOnlyList<WappiTyping> Typings
    {
        get { lock (_lock) return [.. _typings]; }
    }

    internal WappiTraffic Traffic { get; } = new();

    internal WappiFiles Files { get; }

    internal WappiVoice Voice { get; }

    /// <summary>A profile that is paid, and authorized at once unless its QR code is to be scanned first.</summary>
    public SimulatedAccount AddProfile(string? phoneNumber = null, string? id = null, bool authorized = true)
    {
        var profile = _world.Network.AddAccount(WhatsAppProvider.Wappi, id, "WhatsApp", AccountStatus.Credentials);
        if (authorized) profile.Scan(phoneNumber);
        return profile;
    }

    /// <summary>The one address that a profile's events go to, as set through <c>/api/webhook/url/set</c>; null for none.</summary>
    public void SetWebhook(SimulatedAccount profile, Uri? url, string? authorization = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        SetWebhook(profile, url, authorization, WebhookOf(profile)?.Events);
    }

    /// <summary>Only these types are told from here on.</summary>
    public void SetWebhookTypes(SimulatedAccount profile, IReadOnlyList<string> types)
    {
        ArgumentNullException.ThrowIfNull(profile);
        if (WebhookOf(profile) is not { } old) throw new InvalidOperationException($"Profile {profile.Id} has no webhook address yet.");
        SetWebhook(profile, old.RequestUrl, old.Headers is [var header, ..] ? header.Value : null, types);
    }

    /// <summary>The most calls of a profile within any sixty seconds, of all paths or of one.</summary>
    public int MostCallsInAMinute(SimulatedAccount profile, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var times = Calls.Where(call => call.ProfileId == profile.Id && (path is null || call.Path == path)).Select(call => call.At).Order().ToList();
        var most = 0;
        for (int first = 0, last = 0; last < times.Count; last++)
        {
            while (times[last] - times[first] >= Minute) first++;
            most = Math.Max(most, last - first + 1);
        }

        return most;
    }

    /// <summary>Nobody has WhatsApp under this number: the check says so, and a send is refused.</summary>
    public void HasNoWhatsApp(string phoneNumber) => _without[PhoneNumber.Digits(phoneNumber)] = true;

    /// <summary>Tells a status of a message that was sent, besides those of the script.</summary>
    public Task Tell(string messageId, string status) => _world.Network.TryFindMessage(messageId, out var chat, out var message)
        ? Tell(chat, message, status)
        : throw new ArgumentException($"No message {messageId}.", nameof(messageId));

    internal Task Tell(SimulatedChat chat, SimulatedMessage message, string status)
    {
        if (status is "delivered" or "read") _world.Network.HasReached(message.Id, seen: status is "read");
        return Voice.Tell(chat, message, status);
    }

    internal bool IsOnWhatsApp(string digits) => !_without.ContainsKey(digits);

    internal WebhookSubscription? WebhookOf(SimulatedAccount profile) => _webhooks.GetValueOrDefault(profile.Id);

    internal void SetWebhook(SimulatedAccount profile, Uri? url, string? authorization, IReadOnlyList<string>? types)
    {
        if (_webhooks.TryRemove(profile.Id, out var old)) _world.Webhooks.Unsubscribe(old.Id);
        if (url is null) return;
        _webhooks[profile.Id] = _world.Webhooks.Subscribe(new WebhookSubscription(WebhookSubscription.WappiSource, url)
        {
            Name = profile.Id,
            AccountIds = [profile.Id],
            Events = types,
            Headers = authorization is null ? [] : [KeyValuePair.Create("Authorization", authorization)],
            Manner = WebhookManner.Wappi,
        });
    }

    internal void Marked(ReadMark mark)
    {
        lock (_lock) _readMarks.Add(mark);
        _world.Network.Changed();
    }

    internal void Typed(WappiTyping typing)
    {
        lock (_lock) _typings.Add(typing);
        _world.Network.Changed();
    }
}
