using System.ComponentModel.DataAnnotations;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Tenants;

namespace Orleans.WhatsApp.Grains;

/// <summary>The policy's clock (section <c>Chat</c>). A value out of its range stops the start, by name.</summary>
public sealed class ChatOptions : IValidatableObject
{
    public const string Section = "Chat";

    /// <summary>Restarted by each contact message while the agent holds the chat.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan MessageBuffer { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The buffer's hard end, from its first message.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:30:00")]
    public TimeSpan MessageBufferCap { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>An active session without any message for this long is resolved.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan InactivityTimeout { get; set; } = TimeSpan.FromMinutes(30);

    [Range(typeof(TimeSpan), "00:00:01", "00:30:00")]
    public TimeSpan MinGracePeriod { get; set; } = TimeSpan.FromSeconds(30);

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MaxGracePeriod { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>What a new tenant starts with.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan DefaultGracePeriod { get; set; } = TimeSpan.FromSeconds(180);

    /// <summary>How long one attempt of a turn may take, from its commit.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>Older events are stored in their place but wake no agent.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "365.00:00:00")]
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A conversation without interaction for this long is not continued.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ConversationTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>An open socket without activity for this long is closed.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan IdleConnectionTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The first pause before a conversation is opened again; doubled each time.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan ReconnectBaseDelay { get; set; } = TimeSpan.FromSeconds(1.5);

    [Range(0, 10)]
    public int MaxReconnectAttempts { get; set; } = 3;

    /// <summary>How many earlier messages a new conversation is told.</summary>
    [Range(0, 200)]
    public int ContextMessages { get; set; } = 20;

    /// <summary>How many characters of the last message the chat list shows.</summary>
    [Range(1, 1_000)]
    public int PreviewLength { get; set; } = 100;

    /// <summary>How often open sockets are looked at for idleness.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan IdleCheckInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often each shard looks for deadlines, events and sends that were missed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a send may run at the provider.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>After this a claim of this process is looked at: one that no call here belongs to has lost its answer.</summary>
    internal TimeSpan LongestClaim => SendTimeout + TimeSpan.FromSeconds(30);

    /// <summary>A deadline that is overdue by more has been missed by everything that should have met it: there was an outage, and there may be many.</summary>
    internal static readonly TimeSpan CatchUpAfter = new ChatPolicy().CatchUpAfter;

    /// <summary>How long the provider may take to tell what people did meanwhile.</summary>
    internal static readonly TimeSpan CatchUpTimeout = new ChatPolicy().CatchUpTimeout;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MessageBufferCap < MessageBuffer) yield return new("Chat:MessageBufferCap must not be shorter than Chat:MessageBuffer.", [nameof(MessageBufferCap)]);
        if (MaxGracePeriod < MinGracePeriod) yield return new("Chat:MaxGracePeriod must not be shorter than Chat:MinGracePeriod.", [nameof(MaxGracePeriod)]);
    }

    public TimeSpan Clamp(TimeSpan gracePeriod) => gracePeriod < MinGracePeriod ? MinGracePeriod : gracePeriod > MaxGracePeriod ? MaxGracePeriod : gracePeriod;

    internal ChatPolicy ToPolicy(TenantFacts tenant, Channels.ChannelView channel, Channels.ChannelAbilities abilities, string process) => new()
    {
        GracePeriod = tenant.GracePeriod,
        MessageBuffer = MessageBuffer,
        MessageBufferCap = MessageBufferCap,
        InactivityTimeout = InactivityTimeout,
        AnswerTimeout = AnswerTimeout,
        StaleAfter = StaleAfter,
        ConversationTimeout = ConversationTimeout,
        SendTimeout = SendTimeout,
        PreviewLength = PreviewLength,
        LinkedAt = channel.LinkedAt ?? DateTimeOffset.MinValue,
        ChannelIsOk = channel.Status == Channels.ChannelStatus.Ok,
        AgentIsUsable = tenant.AgentExternalId.Length > 0,
        TenantIsOn = tenant.IsOn,
        ContactIsBlacklisted = tenant.ContactIsBlacklisted,
        ContactIsIgnored = tenant.ContactIsIgnored,
        Window = abilities.Window,
        AllowsLiveSend = channel.AllowsLiveSend,
        FetchesMedia = channel.AccountId.Length > 0,
        KeepFor = tenant.RetentionDays is { } days ? TimeSpan.FromDays(days) : null,
        Process = process,
    };
}
