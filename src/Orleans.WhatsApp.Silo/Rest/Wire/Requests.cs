using System.Globalization;
using System.Text.Json.Serialization;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Silo.Audit;
using Orleans.WhatsApp.Silo.Webhooks;

namespace Orleans.WhatsApp.Silo.Rest.Wire;

/// <summary>A body that can tell what is wrong with it.</summary>
internal interface IChecked
{
    /// <summary>A problem's code, or null.</summary>
    string? Fault { get; }
}

/// <summary>What is left out stays as it is; an agent of null means none.</summary>
internal sealed record ConfigRequest : IChecked, ISaysWhatIsAudited
{
    private const int MostRetentionDays = 3650;

    private readonly Guid? _agentId;
    private readonly int? _retentionDays;

    public Guid? AgentId
    {
        get => _agentId;
        init => (_agentId, NamesAgent) = (value, true);
    }

    /// <summary>Brought into the allowed range.</summary>
    public int? GracePeriodSeconds { get; init; }

    /// <summary>1 to 3650: messages that are older go. Null keeps them for ever.</summary>
    public int? RetentionDays
    {
        get => _retentionDays;
        init => (_retentionDays, NamesRetention) = (value, true);
    }

    /// <summary>IANA name (Europe/Istanbul) of the zone in which people read times.</summary>
    public string? TimeZone { get; init; }

    [JsonIgnore]
    public bool NamesAgent { get; private init; }

    [JsonIgnore]
    public bool NamesRetention { get; private init; }

    [JsonIgnore]
    public string? Fault =>
        RetentionDays is < 1 or > MostRetentionDays ? "invalid_retention"
        : TimeZone is not null && !TimeZones.IsOne(TimeZone) ? "invalid_time_zone"
        : null;

    // That there shall be none is worth keeping; what is not mentioned is not.
    object ISaysWhatIsAudited.Detail => new
    {
        agent_id = NamesAgent ? AgentId?.ToString() ?? "none" : null,
        GracePeriodSeconds,
        retention_days = NamesRetention ? RetentionDays?.ToString(CultureInfo.InvariantCulture) ?? "none" : null,
        TimeZone,
    };

    public ConfigChange AsChange() => new(NamesAgent, AgentId, GracePeriodSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null)
    {
        SetRetention = NamesRetention,
        RetentionDays = RetentionDays,
        TimeZone = TimeZone,
    };
}

internal sealed record RegisterWebhookRequest(string Url, string Provider = GrainAddresses.Provider) : IChecked, ISaysWhatIsAudited
{
    private const int MostCharacters = 2_000;

    [JsonIgnore]
    public string? Fault =>
        Texts.AreLines(MostCharacters, Url) && WebhookOptions.IsAddress(Url) ? null : "invalid_url";

    // What comes behind the host may hold a secret.
    object ISaysWhatIsAudited.Detail => new { Provider, new Uri(Url).Host };
}

internal sealed record BlacklistRequest(string Phone) : IChecked, ISaysWhatIsAudited
{
    public const int MostCharacters = 100;

    [JsonIgnore]
    public string? Fault => Texts.AreLines(MostCharacters, Phone) ? null : "invalid_phone";

    object ISaysWhatIsAudited.Detail => new { phone = MaskedPhone.Of(Phone) };
}

/// <param name="Blacklist">Also take the contact off the blacklist. It stays there otherwise: not to be written to is in the contact's own interest.</param>
internal sealed record EraseRequest(bool Blacklist = false) : ISaysWhatIsAudited
{
    object ISaysWhatIsAudited.Detail => new { Blacklist };
}

/// <param name="Immediate">Answer now what waits, instead of waiting for the next message.</param>
internal sealed record ReleaseRequest(bool Immediate = false) : ISaysWhatIsAudited
{
    object ISaysWhatIsAudited.Detail => new { Immediate };
}

/// <param name="ClientMessageId">What the caller calls this send: the same one again, for want of an answer, is the same send.</param>
/// <param name="ExpectedEpoch">The chat's epoch as the caller saw it; if the right to speak has moved since, nothing is sent.</param>
/// <param name="Text">Not needed beside content.</param>
internal sealed record SendRequest(string? Text = null, string? ClientMessageId = null, long? ExpectedEpoch = null) : IChecked
{
    private const int LongestId = 200;

    /// <summary>What is sent where it is more than text.</summary>
    public ContentWire? Content { get; init; }

    [JsonIgnore]
    public string? Fault => (Content is { } content ? content.Fault : Texts.FaultOfMessage(Text ?? "")) ?? (ClientMessageId is { } id && !Texts.AreLines(LongestId, id) ? "invalid_client_message_id" : null);
}

/// <param name="ExpectedEpoch">The chat's epoch as the caller saw it; if the right to speak has moved since, nothing is done.</param>
internal sealed record AnswerNowRequest(long? ExpectedEpoch = null);

/// <param name="Seconds">30 to 3600, from now or from the present deadline where that is later.</param>
internal sealed record ExtendGraceRequest(int Seconds = 120) : IChecked, ISaysWhatIsAudited
{
    private const int Fewest = 30;
    private const int Most = 3_600;

    [JsonIgnore]
    public string? Fault => Seconds is >= Fewest and <= Most ? null : "invalid_seconds";

    object ISaysWhatIsAudited.Detail => new { Seconds };
}

/// <param name="SendAgain">True: send it again. False: leave it and count it as not sent.</param>
internal sealed record ResolveRequest(bool SendAgain) : ISaysWhatIsAudited
{
    object ISaysWhatIsAudited.Detail => new { SendAgain };
}

internal sealed record NewAgentRequest(string Name, string ElevenlabsAgentId, bool IsActive = true) : IChecked, ISaysWhatIsAudited
{
    [JsonIgnore]
    public string? Fault => Texts.AreLines(Texts.MostOfName, Name, ElevenlabsAgentId) ? null : "invalid_agent";

    object ISaysWhatIsAudited.Detail => new { Name, ElevenlabsAgentId, IsActive };

    public AgentView AsAgent() => new(Guid.Empty, Name.Trim(), ElevenlabsAgentId.Trim(), IsActive);
}

/// <summary>What is left out stays as it is.</summary>
internal sealed record AgentRequest(string? Name = null, string? ElevenlabsAgentId = null, bool? IsActive = null) : IChecked, ISaysWhatIsAudited
{
    [JsonIgnore]
    public string? Fault => Texts.AreLines(Texts.MostOfName, Name ?? "-", ElevenlabsAgentId ?? "-") ? null : "invalid_agent";

    object ISaysWhatIsAudited.Detail => new { Name, ElevenlabsAgentId, IsActive };

    public AgentView AppliedTo(AgentView agent) =>
        agent with
        {
            Name = Name?.Trim() ?? agent.Name,
            ElevenLabsAgentId = ElevenlabsAgentId?.Trim() ?? agent.ElevenLabsAgentId,
            IsActive = IsActive ?? agent.IsActive,
        };
}
