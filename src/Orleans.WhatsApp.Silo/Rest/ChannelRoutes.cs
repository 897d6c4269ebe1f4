using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Silo.Audit;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Silo.Webhooks;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>The ways to WhatsApp that this installation offers, and the tenant's number on each.</summary>
internal static class ChannelRoutes
{
    public static void MapChannels(this RouteGroupBuilder whatsapp)
    {
        var group = whatsapp.MapGroup("channels").WithTags("connection");
        group.MapGet("", Channels).WithName("ListChannels").WithSummary("The tenant's number on each channel, what the channel can carry, and whether the installation is set up for it.")
            .RequireAuthorization(Roles.Member);
        group.MapPut("{provider}", Change).WithName("ChangeChannel")
            .WithSummary("Switches off what the business begins by itself on this channel (false), or leaves that to the installation (true or null).")
            .RequireAuthorization(Roles.Admin).Refuses("unknown_provider").Audited("connection.change");
    }

    private static async Task<Ok<IReadOnlyList<ChannelDetails>>> Channels(
        ClaimsPrincipal caller, IGrainFactory grains, IEnumerable<IChannel> channels, IOptions<WebhookOptions> webhooks)
    {
        var views = new List<ChannelDetails>();
        foreach (var channel in channels) views.Add(ChannelDetails.Of(await grains.Channel(caller.TenantId(), channel.Provider).Read(), channel, webhooks.Value));
        return TypedResults.Ok<IReadOnlyList<ChannelDetails>>(views);
    }

    private static async Task<Results<Ok<ChannelDetails>, ProblemHttpResult>> Change(
        string provider, ChannelRequest change, ClaimsPrincipal caller, IGrainFactory grains, ChannelDirectory channels, IOptions<WebhookOptions> webhooks) =>
        channels.Of(provider) is { } channel
            ? TypedResults.Ok(ChannelDetails.Of(await grains.Channel(caller.TenantId(), provider).AllowLiveSend(change.LiveSend), channel, webhooks.Value))
            : Problem.Of("unknown_provider");
}
