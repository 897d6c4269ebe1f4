using Orleans.WhatsApp.Silo.Audit;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>
/// Numbers that the AI leaves alone, and numbers whose messages are neither answered nor shown. What a blacklisted number writes is kept; what an ignored one
/// writes is not.
/// </summary>
internal static class NumberListRoutes
{
    private static readonly NumberList Blacklist = new(
        (tenant, phone) => tenant.Blacklist(phone), (tenant, phone) => tenant.Unblacklist(phone), tenant => tenant.Blacklist);

    private static readonly NumberList Ignored = new(
        (tenant, phone) => tenant.Ignore(phone), (tenant, phone) => tenant.StopIgnoring(phone), tenant => tenant.Ignored);

    public static void MapBlacklist(this RouteGroupBuilder whatsapp)
    {
        var group = whatsapp.MapGroup("blacklist").WithTags("blacklist").RequireAuthorization(Roles.Manager);
        group.MapGet("", Blacklist.List).WithName("ListBlacklist").WithSummary("The numbers, in the order they were added.").Refuses(ListRequest.Faults);
        group.MapPost("", Blacklist.Add).WithName("AddToBlacklist").WithSummary("Adds a number and answers with the list.")
            .Refuses("invalid_phone").Audited("blacklist.add");
        group.MapDelete("{phone}", Blacklist.Remove).WithName("RemoveFromBlacklist")
            .WithSummary("Takes a number off the list and answers with the list.").Refuses("invalid_phone").Audited("blacklist.remove");
    }

    public static void MapIgnored(this RouteGroupBuilder whatsapp)
    {
        var group = whatsapp.MapGroup("ignored").WithTags("blacklist").RequireAuthorization(Roles.Manager);
        group.MapGet("", Ignored.List).WithName("ListIgnored").WithSummary("The numbers, in the order they were added.").Refuses(ListRequest.Faults);
        group.MapPost("", Ignored.Add).WithName("IgnoreNumber").WithSummary("Ignores a number from now on, hides its chats, and answers with the list.")
            .Refuses("invalid_phone").Audited("ignored.add");
        group.MapDelete("{phone}", Ignored.Remove).WithName("StopIgnoringNumber")
            .WithSummary("Takes a number off the list and answers with the list; its chat is shown again when it writes.").Refuses("invalid_phone").Audited("ignored.remove");
    }
}
