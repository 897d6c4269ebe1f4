using Orleans.Concurrency;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Channels;

/// <summary>One channel account: its link to the provider, its status and the pace of its sending. Key: <see cref="ChannelKey"/>.</summary>
[Alias("channel")]
public interface IChannelGrain : IGrainWithStringKey
{
    [AlwaysInterleave]
    [Alias("read")]
    Task<ChannelView> Read();

    /// <summary>Links the number at the provider, or links it anew; kept events of the account are replayed.</summary>
    [Alias("connect")]
    Task<ConnectOutcome> Connect();

    /// <summary>Links an account that is there at the provider already, by its id and token.</summary>
    [Alias("connect-account")]
    Task<ConnectOutcome> ConnectAccount(ConnectWith with);

    /// <summary>Switches off what the business begins by itself, or leaves it to the installation (null or true).</summary>
    [Alias("allow-live-send")]
    Task<ChannelView> AllowLiveSend(bool? allow);

    /// <summary>Asks the provider, every two seconds at most, and remembers what it says.</summary>
    [Alias("refresh")]
    Task<ChannelView> Refresh();

    /// <summary>Stable refusal codes: not_connected, provider_failed. Empty when done.</summary>
    [Alias("disconnect")]
    Task<string> Disconnect();

    /// <summary>Asks the provider to report to this address. Empty when done, else the provider's error code.</summary>
    [Alias("register-webhook")]
    Task<string> RegisterWebhook(string url);

    /// <summary>The provider said how the account is; taken also while a link is being made, so that a webhook need not wait for that.</summary>
    [AlwaysInterleave]
    [Alias("status-reported")]
    Task StatusReported(string accountId, ChannelStatus status);

    /// <summary>A message came from this account: while it is not running none would.</summary>
    [AlwaysInterleave]
    [Alias("message-arrived")]
    Task MessageArrived(string accountId);

    /// <summary>Takes the next place in the channel's sending pace; the caller waits that long before it sends.</summary>
    [AlwaysInterleave]
    [Alias("reserve-send")]
    Task<TimeSpan> ReserveSend();

    /// <summary>
    /// The business writes to a number by itself: through the chat with that number, whose outbox keeps it back where <see cref="LiveSendOptions"/> do not allow it,
    /// or by beginning one. Waits for the provider only where nobody knows beforehand what it will call the chat. Stable refusal codes: live_send_off, not_connected, unavailable, send_unclear; else the provider's own.
    /// </summary>
    [AlwaysInterleave]
    [Alias("begin")]
    Task<BeginOutcome> Begin(Beginning beginning);
}

/// <param name="By">The user's id.</param>
/// <param name="Name">What the message is stored with as its sender's name.</param>
/// <param name="Phone">E.164 with its plus.</param>
[GenerateSerializer, Alias("beginning")]
public sealed record Beginning([property: Id(0)] Guid By, [property: Id(1)] string Name, [property: Id(2)] string Phone, [property: Id(3)] string Text)
{
    /// <summary>What is sent where it is more than the text, as <see cref="ChatStateJson.WriteContent"/> writes it; empty for plain text.</summary>
    [Id(4)]
    public string Content { get; init; } = "";

    /// <summary>Whatever prints it shows no text and no number.</summary>
    public override string ToString() => $"by {By}";
}

/// <param name="Error">Empty when the message is sent or on its way.</param>
/// <param name="Chat">Null if the provider did not name it.</param>
/// <param name="IsSent">The provider has it; else it is in the chat's outbox.</param>
[GenerateSerializer, Alias("begin-outcome")]
public sealed record BeginOutcome([property: Id(0)] string Error, [property: Id(1)] Guid? Chat = null, [property: Id(2)] Guid? Message = null, [property: Id(3)] bool IsSent = false);

[GenerateSerializer, Alias("channel-view")]
public sealed record ChannelView(
    [property: Id(0)] string Provider, [property: Id(1)] string AccountId, [property: Id(2)] ChannelStatus Status, [property: Id(3)] string Phone,
    [property: Id(4)] DateTimeOffset? LinkedAt, [property: Id(5)] bool HasMigrated)
{
    /// <summary>The business may begin something by itself on this channel.</summary>
    [Id(6)]
    public bool AllowsLiveSend { get; init; }

    /// <summary>What the tenant has set; null as the installation says.</summary>
    [Id(7)]
    public bool? LiveSendSetting { get; init; }

    /// <summary>The runtime prints an answer that it could not deliver into its log, where no phone number belongs.</summary>
    public override string ToString() => $"{Provider} {AccountId} {Status}";
}

/// <param name="Error">Empty when linked; else the provider's code, or account_taken.</param>
[GenerateSerializer, Alias("connect-outcome")]
public sealed record ConnectOutcome([property: Id(0)] string Error, [property: Id(1)] string AccountId, [property: Id(2)] string QrCode, [property: Id(3)] ChannelStatus Status)
{
    /// <summary>Printed by the runtime like every answer; whoever reads the code can link the number.</summary>
    public override string ToString() => Error.Length > 0 ? Error : $"{AccountId} {Status}";
}
