using System.Text.Json.Serialization;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Silo.Audit;

namespace Orleans.WhatsApp.Silo.Rest.Wire;

/// <param name="Qrcode">The text to show as a QR code; null if none needs scanning.</param>
internal sealed record ConnectView(string AccountId, string? Qrcode, ChannelStatus Status)
{
    public static ConnectView Of(ConnectOutcome outcome) =>
        new(outcome.AccountId, outcome.QrCode.Length > 0 ? outcome.QrCode : null, outcome.Status);
}

/// <param name="Status">ok, pending, connecting, needs_reconnect, stopped, error or disconnected.</param>
/// <param name="RetentionDays">Null keeps messages for ever.</param>
/// <param name="TimeZone">IANA name of the zone in which people read times.</param>
internal sealed record ConnectionView(bool Connected, ChannelStatus Status, string? Phone, string? AccountId, DateTimeOffset? ConnectedAt,
    Guid? AgentId, int GracePeriodSeconds, int? RetentionDays, string TimeZone)
{
    public static ConnectionView Of(ChannelView channel, TenantView tenant) => new(
        channel.Status == ChannelStatus.Ok,
        channel.Status,
        channel.Phone.Length > 0 ? channel.Phone : null,
        channel.AccountId.Length > 0 ? channel.AccountId : null,
        channel.LinkedAt,
        tenant.Agent,
        (int)tenant.GracePeriod.TotalSeconds,
        tenant.RetentionDays,
        tenant.TimeZone ?? "UTC");
}

internal sealed record ConfigView(Guid? AgentId, int GracePeriodSeconds, int? RetentionDays, string TimeZone)
{
    public static ConfigView Of(TenantView tenant) =>
        new(tenant.Agent, (int)tenant.GracePeriod.TotalSeconds, tenant.RetentionDays, tenant.TimeZone ?? "UTC");
}

internal sealed record WebhookView(string Url, string Status);

/// <summary>An agent as the selection shows it.</summary>
internal sealed record AgentChoice([property: JsonPropertyName("_id")] Guid Id, string Name, bool IsActive)
{
    public static AgentChoice Of(Grains.Tenants.AgentView agent) => new(agent.Id, agent.Name, agent.IsActive);
}

internal sealed record AgentDetails([property: JsonPropertyName("_id")] Guid Id, string Name, string ElevenlabsAgentId, bool IsActive)
    : INamesItsSubject
{
    AuditSubject? INamesItsSubject.Subject => new("agent", Id);

    public static AgentDetails Of(Grains.Tenants.AgentView agent) => new(agent.Id, agent.Name, agent.ElevenLabsAgentId, agent.IsActive);
}
