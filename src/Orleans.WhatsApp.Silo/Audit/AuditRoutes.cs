using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.Rest;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Audit;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo.Audit;

/// <summary>Who did what: for a tenant's admins all that concerns the tenant, for platform admins what they themselves did as such.</summary>
internal static class AuditRoutes
{
    private const int MostPerPage = 200;
    private const int UsualPerPage = 50;

    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        var admins = routes.MapGroup("/api/audit").WithTags("audit").RequireAuthorization(Roles.Admin).RefusesStrangers("tenant_suspended").AddEndpointFilter<ActiveTenantFilter>();
        admins.MapGet("", List).WithName("ListAudit").WithSummary("Who did what in the tenant, newest first.").Refuses(ListRequest.Faults);
        admins.MapGet("export", Export).WithName("ExportAudit")
            .WithSummary("The same as a file, newest first: format is csv, with one record for each entry, or jsonl, with one line for each.")
            .Produces<AuditView>(200, "application/x-ndjson", "text/csv").Refuses("invalid_format").Audited("audit.export");

        routes.MapGroup("/api/platform/audit").WithTags("audit").RequireAuthorization(Roles.Platform).RefusesStrangers()
            .MapGet("", ListOfPlatform).WithName("ListPlatformAudit").WithSummary("What platform admins did as such, newest first; nothing of what tenants do.")
            .Refuses(ListRequest.Faults);
    }

    private static Task<Results<Ok<Listing<AuditView>>, ProblemHttpResult>> List(ClaimsPrincipal caller, IAuditTrail trail, [AsParameters] ListRequest list,
        [AsParameters] AuditRequest audit) =>
        Answer(list, at => trail.Of(caller.TenantId(), audit.AsFilter(), at), AuditView.OfTenant);

    private static Task<Results<Ok<Listing<AuditView>>, ProblemHttpResult>> ListOfPlatform(IAuditTrail trail, [AsParameters] ListRequest list,
        [AsParameters] AuditRequest audit) =>
        Answer(list, at => trail.OfPlatform(audit.AsFilter(), at), AuditView.OfPlatform);

    private static async Task<Results<Ok<Listing<AuditView>>, ProblemHttpResult>> Answer(ListRequest list, Func<PageAt, Task<Page<AuditRow>>> read,
        Func<AuditRow, AuditView> view)
    {
        var paging = list.Of(ListKind.Audit, MostPerPage, UsualPerPage);
        return paging.Fault is { } fault ? Problem.Of(fault) : TypedResults.Ok(paging.Answer(await read(paging.At), view));
    }

    /// <summary>Writes its answer itself, so that its own entry is complete only when the file is.</summary>
    private static async Task<IResult> Export(HttpContext call, AuditExport export, [AsParameters] AuditRequest audit,
        [FromQuery(Name = "format"), Description("csv or jsonl.")] string? format = "csv")
    {
        if (!AuditExport.Knows(format)) return Problem.Of("invalid_format");
        await export.Write(call, call.User.TenantId(), audit.AsFilter(), format!);
        return Results.Empty;
    }
}
