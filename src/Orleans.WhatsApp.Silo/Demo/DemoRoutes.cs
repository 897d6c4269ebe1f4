using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.Rest;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.Silo.Demo;

/// <summary>The contacts' side of a demo, so that a newcomer can be both. Outside a demo there is nothing at these addresses.</summary>
internal static class DemoRoutes
{
    private const int MostBytes = 512 * 1024;

    public static IEndpointRouteBuilder MapDemo(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService<SimulatedWorld>() is null) return routes;
        var group = routes.MapGroup("/api/demo/contacts").WithTags("demo").RequireAuthorization(Roles.Member).RefusesStrangers("tenant_suspended")
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes))
            .AddEndpointFilter<ActiveTenantFilter>().AddEndpointFilter<CheckedBodyFilter>();
        group.MapGet("", List).WithName("ListDemoContacts").WithSummary("The contacts who have written to the tenant's number.");
        group.MapGet("{phone}/messages", Messages).WithName("ListDemoMessages").WithSummary("What the contact's phone shows, oldest first; of many the last 200.")
            .Refuses("invalid_phone");
        group.MapPost("{phone}/messages", Write).WithName("WriteAsDemoContact").WithSummary("The contact writes; one who is new begins to exist.")
            .Refuses("invalid_phone", "empty_text", "text_too_long", "invalid_text", "invalid_contact_name", "not_connected", "demo_full");
        return routes;
    }

    private static async Task<Ok<DemoList<DemoContact>>> List(ClaimsPrincipal caller, DemoDesk desk) => TypedResults.Ok(new DemoList<DemoContact>(await desk.Contacts(caller)));

    private static async Task<Results<Ok<DemoList<DemoMessage>>, ProblemHttpResult>> Messages(string phone, ClaimsPrincipal caller, DemoDesk desk) =>
        PhoneNumber.Of(phone) is { Length: > 0 } number ? TypedResults.Ok(new DemoList<DemoMessage>(await desk.Messages(caller, number))) : Problem.Of("invalid_phone");

    private static async Task<Results<Ok<DemoMessage>, ProblemHttpResult>> Write(string phone, DemoWriteRequest write, ClaimsPrincipal caller, DemoDesk desk)
    {
        if (PhoneNumber.Of(phone) is not { Length: > 0 } number) return Problem.Of("invalid_phone");
        var (written, refusal) = await desk.Write(caller, number, write.Text, write.Name?.Trim());
        return written is null ? Problem.Of(refusal) : TypedResults.Ok(written);
    }
}
