namespace Orleans.WhatsApp.Chats;

/// <summary>What the tenant, the channel and the installation say at the moment of a decision.</summary>
public sealed record ChatPolicy
{
    /// <summary>How long people have before the agent answers; 30 s to 30 min.</summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>Restarted by each contact message while the agent holds the chat.</summary>
    public TimeSpan MessageBuffer { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The buffer's hard end, counted from its first message, so that a chatty contact cannot starve the answer.</summary>
    public TimeSpan MessageBufferCap { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan InactivityTimeout { get; init; } = TimeSpan.FromMinutes(30);

    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Older events are stored in their place but wake no agent.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A conversation without interaction for this long is not continued.</summary>
    public TimeSpan ConversationTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a send call may run at the provider; an unclear send is not counted as missing before.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan LookUpInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A deadline overdue by more than this is acted on only after the provider was asked what people did meanwhile.</summary>
    public TimeSpan CatchUpAfter { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan CatchUpTimeout { get; init; } = TimeSpan.FromSeconds(3);

    public TimeSpan TranscriptTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Safe retries of one send before it is given up: with pauses of up to a minute, a provider may be away for a quarter of an hour.</summary>
    public int MaxPostponements { get; init; } = 20;

    /// <summary>How often an unclear send of which no copy is seen is sent again: that none is seen is no proof, and what is wrong with it may be wrong each time.</summary>
    public int MaxRepeats { get; init; } = 2;

    /// <summary>Look-ups of one unclear send that may fail: over some seven hours, and then the provider has none, or has lost it.</summary>
    public int MaxLookUps { get; init; } = 48;

    /// <summary>How many characters of the last message the chat list shows.</summary>
    public int PreviewLength { get; init; } = 100;

    /// <summary>When the channel's account was linked; events older than that belong to the past.</summary>
    public DateTimeOffset LinkedAt { get; init; } = DateTimeOffset.MinValue;

    /// <summary>The provider's account is connected; while it is not, its history is stale and nothing is sent.</summary>
    public bool ChannelIsOk { get; init; } = true;

    /// <summary>A usable agent is configured: present and active.</summary>
    public bool AgentIsUsable { get; init; } = true;

    /// <summary>The tenant is active and has the feature.</summary>
    public bool TenantIsOn { get; init; } = true;

    public bool ContactIsBlacklisted { get; init; }

    /// <summary>What this contact writes is neither answered nor kept.</summary>
    public bool ContactIsIgnored { get; init; }

    /// <summary>How long after the contact's last message the channel takes free text; null for ever.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>The business may begin something by itself on this channel.</summary>
    public bool AllowsLiveSend { get; init; } = true;

    /// <summary>What comes with messages is fetched from the provider.</summary>
    public bool FetchesMedia { get; init; }

    /// <summary>Older messages are not kept; null keeps them for ever.</summary>
    public TimeSpan? KeepFor { get; init; }

    /// <summary>What stays of this chat from before it was erased; null if it never was.</summary>
    public ErasedChat? Erased { get; init; }

    /// <summary>Kept clear of the window's end: a send takes a while, and the provider's clock is not ours.</summary>
    private static readonly TimeSpan WindowMargin = TimeSpan.FromMinutes(1);

    /// <param name="contactWroteAt">By the provider's clock.</param>
    public DateTimeOffset? WindowAfter(DateTimeOffset contactWroteAt) => Window is { } window ? contactWroteAt + window - WindowMargin : null;

    public bool WindowIsClosed(ChatState chat, DateTimeOffset now) => Window is not null && (chat.WindowClosesAt is not { } closesAt || now >= closesAt);

    /// <summary>The process that decides and will carry out what it decides.</summary>
    public string Process { get; init; } = "";

    /// <summary>The beginning of a text, never with half a character at its end.</summary>
    public string Preview(string text)
    {
        if (text.Length <= PreviewLength) return text;
        return text[..(char.IsHighSurrogate(text[PreviewLength - 1]) ? PreviewLength - 1 : PreviewLength)];
    }

    public bool AgentMaySpeak => AgentIsUsable && TenantIsOn && !ContactIsBlacklisted && !ContactIsIgnored;
}
