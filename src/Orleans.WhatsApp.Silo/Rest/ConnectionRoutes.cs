using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Silo.Audit;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Silo.Webhooks;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>The tenant's numbers and how the AI answers on them.</summary>
internal static class ConnectionRoutes
{
    public static void MapConnection(this RouteGroupBuilder whatsapp)
    {
        var members = whatsapp.MapGroup("").WithTags("connection").RequireAuthorization(Roles.Member);
        members.MapGet("connection-status", Status).WithName("GetConnectionStatus").WithSummary("Asks the provider how the number is.").Refuses("unknown_provider");
        members.MapGet("agents", Agents).WithName("ListAgentChoices").WithSummary("The tenant's agents, for selection.");

        var admins = whatsapp.MapGroup("").WithTags("connection").RequireAuthorization(Roles.Admin);
        admins.MapPost("connect", Connect).WithName("Connect")
            .WithSummary("Links a WhatsApp number; answers with a QR code if one must be scanned.")
            .Refuses("account_taken", "provider_failed", "not_configured", "unknown_provider", "invalid_account").Audited("connection.connect");
        admins.MapPost("disconnect", Disconnect).WithName("Disconnect").WithSummary("Unlinks the number.")
            .Refuses("not_connected", "provider_failed", "not_configured", "unknown_provider").Audited("connection.disconnect");
        admins.MapPut("config", Configure).WithName("Configure")
            .WithSummary("Chooses the agent and the grace period, how long messages are kept, and the time zone.")
            .Refuses("unknown_agent", "invalid_retention", "invalid_time_zone").Audited("config.change");
        admins.MapPost("register-webhook", RegisterWebhook).WithName("RegisterWebhook")
            .WithSummary("Asks the provider to report to this address. A provider may report every tenant's events to it: another than the installation's own is for platform admins.")
            .Refuses("invalid_url", "forbidden", "provider_failed", "not_configured", "unknown_provider").Audited("connection.register_webhook");
    }

    private static async Task<Results<Ok<ConnectionView>, ProblemHttpResult>> Status(
        ClaimsPrincipal caller, IGrainFactory grains, ChannelDirectory directory, [FromQuery] string? provider)
    {
        provider ??= GrainAddresses.Provider;
        if (directory.Of(provider) is null) return Problem.Of("unknown_provider");
        var channel = grains.Channel(caller.TenantId(), provider).Refresh();
        return TypedResults.Ok(ConnectionView.Of(await channel, await grains.Tenant(caller.TenantId()).Read()));
    }

    private static async Task<Ok<IReadOnlyList<AgentChoice>>> Agents(ClaimsPrincipal caller, IGrainFactory grains) =>
        TypedResults.Ok<IReadOnlyList<AgentChoice>>([.. (await grains.Tenant(caller.TenantId()).Read()).Agents.Select(AgentChoice.Of)]);

    private static async Task<Results<Ok<ConnectView>, ProblemHttpResult>> Connect(
        ConnectRequest? connect, ClaimsPrincipal caller, IGrainFactory grains, ChannelDirectory directory)
    {
        connect ??= new ConnectRequest();
        if (directory.Of(connect.Provider) is not { } channel) return Problem.Of("unknown_provider");
        var account = connect.AsAccount();
        if (channel.Abilities.NeedsAccount && account.AccountId.Length == 0) return Problem.Of("invalid_account");
        return await grains.Channel(caller.TenantId(), connect.Provider).ConnectAccount(account) switch
        {
            { Error: "" } linked => TypedResults.Ok(ConnectView.Of(linked)),
            var refused => Refusals.OfProvider(refused.Error),
        };
    }

    private static async Task<Results<Ok<ConnectionView>, ProblemHttpResult>> Disconnect(
        DisconnectRequest? disconnect, ClaimsPrincipal caller, IGrainFactory grains, ChannelDirectory directory)
    {
        var provider = disconnect?.Provider ?? GrainAddresses.Provider;
        if (directory.Of(provider) is null) return Problem.Of("unknown_provider");
        var channel = grains.Channel(caller.TenantId(), provider);
        return await channel.Disconnect() switch
        {
            "" => TypedResults.Ok(ConnectionView.Of(await channel.Read(), await grains.Tenant(caller.TenantId()).Read())),
            var refusal => Refusals.OfProvider(refusal),
        };
    }

    private static async Task<Results<Ok<ConfigView>, ProblemHttpResult>> Configure(ConfigRequest config, ClaimsPrincipal caller,
        IGrainFactory grains) =>
        await grains.Tenant(caller.TenantId()).Configure(config.AsChange()) switch
        {
            "" => TypedResults.Ok(ConfigView.Of(await grains.Tenant(caller.TenantId()).Read())),
            var refusal => Problem.Of(refusal),
        };

    private static async Task<Results<Ok<WebhookView>, ProblemHttpResult>> RegisterWebhook(RegisterWebhookRequest webhook,
        ClaimsPrincipal caller, IGrainFactory grains, ChannelDirectory directory, IOptions<WebhookOptions> options) =>
        directory.Of(webhook.Provider) is null ? Problem.Of("unknown_provider")
        : !caller.IsPlatformAdmin() && !options.Value.IsOurs(webhook.Url, webhook.Provider) ? Problem.Of("forbidden")
        : await grains.Channel(caller.TenantId(), webhook.Provider).RegisterWebhook(webhook.Url) switch
        {
            "" => TypedResults.Ok(new WebhookView(webhook.Url, "registered")),
            var refusal => Refusals.OfProvider(refusal),
        };
}
