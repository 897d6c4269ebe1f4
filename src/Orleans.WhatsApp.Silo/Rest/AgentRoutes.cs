using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Orleans.WhatsApp.Grains.Tenants;
using Orleans.WhatsApp.Silo.Audit;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>The tenant's agents: who can answer for the AI.</summary>
internal static class AgentRoutes
{
    private const int MostAgents = 100;
    private const int MostBytes = 64 * 1024;

    public static void MapAgents(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/agents").WithTags("agents").RefusesStrangers("tenant_suspended")
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes))
            .AddEndpointFilter<ActiveTenantFilter>().AddEndpointFilter<CheckedBodyFilter>();
        var members = group.MapGroup("").RequireAuthorization(Roles.Member);
        members.MapGet("", List).WithName("ListAgents").WithSummary("The tenant's agents.").Refuses(ListRequest.Faults);
        members.MapGet("{agentId:guid}", Read).WithName("GetAgent").WithSummary("One agent.").Refuses("agent_not_found");

        var admins = group.MapGroup("").RequireAuthorization(Roles.Admin);
        admins.MapPost("", Add).WithName("AddAgent").WithSummary("Adds an agent.").Refuses("invalid_agent").Audited("agent.add");
        admins.MapPut("{agentId:guid}", Change).WithName("ChangeAgent").WithSummary("Changes what is given.").Refuses("invalid_agent", "agent_not_found").Audited("agent.change");
        admins.MapDelete("{agentId:guid}", Delete).WithName("DeleteAgent")
            .WithSummary("Removes an agent; if it was the one in use, its chats go to people.").Refuses("agent_not_found").Audited("agent.delete");
    }

    private static async Task<Results<Ok<Listing<AgentDetails>>, ProblemHttpResult>> List(ClaimsPrincipal caller, IGrainFactory grains,
        [AsParameters] ListRequest list)
    {
        var paging = list.Of(ListKind.Whole, MostAgents);
        if (paging.Fault is { } fault) return Problem.Of(fault);
        var tenant = await grains.Tenant(caller.TenantId()).Read();
        return TypedResults.Ok(paging.Cut<AgentDetails>([.. tenant.Agents.Select(AgentDetails.Of)]));
    }

    private static async Task<Results<Ok<AgentDetails>, ProblemHttpResult>> Read(Guid agentId, ClaimsPrincipal caller,
        IGrainFactory grains) =>
        await Find(agentId, caller, grains) is { } agent ? TypedResults.Ok(AgentDetails.Of(agent)) : Problem.Of("agent_not_found");

    private static async Task<Created<AgentDetails>> Add(NewAgentRequest agent, ClaimsPrincipal caller, IGrainFactory grains)
    {
        var added = await grains.Tenant(caller.TenantId()).SaveAgent(agent.AsAgent());
        return TypedResults.Created($"/api/agents/{added!.Id}", AgentDetails.Of(added));
    }

    private static async Task<Results<Ok<AgentDetails>, ProblemHttpResult>> Change(Guid agentId, AgentRequest change,
        ClaimsPrincipal caller, IGrainFactory grains) =>
        await Find(agentId, caller, grains) is { } agent
            && await grains.Tenant(caller.TenantId()).SaveAgent(change.AppliedTo(agent)) is { } changed
            ? TypedResults.Ok(AgentDetails.Of(changed))
            : Problem.Of("agent_not_found");

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(Guid agentId, ClaimsPrincipal caller, IGrainFactory grains) =>
        await grains.Tenant(caller.TenantId()).DeleteAgent(agentId) ? TypedResults.NoContent() : Problem.Of("agent_not_found");

    private static async Task<AgentView?> Find(Guid agent, ClaimsPrincipal caller, IGrainFactory grains) =>
        (await grains.Tenant(caller.TenantId()).Read()).Agents.FirstOrDefault(known => known.Id == agent);
}
