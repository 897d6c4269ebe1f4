using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Silo.Audit;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Audit;

namespace Orleans.WhatsApp.Silo.EveryRoute;

/// <summary>Every route that changes something says who did it. A new one fails here until it is audited, or stands below with its reason.</summary>
public sealed class AuditWalk(AccessWalk.Town town) : IClassFixture<AccessWalk.Town>
{
    /// <summary>By the operation's id.</summary>
    private static readonly Dictionary<string, string> NotAudited = new()
    {
        ["Login"] = "Nobody is signed in yet: the sign-in desk records it in the transaction that gives the tokens, and wrong passwords in the one that counts them.",
        ["Refresh"] = "A program's doing, four times an hour for each tab. Only a token that comes twice is recorded.",
        ["Logout"] = "Names nobody but by the token: recorded in the transaction that ends the sign-in.",
        ["AcceptInvitation"] = "Nobody is signed in yet: recorded in the transaction that sets the password.",
        ["ChangePassword"] = "Tries while locked must not fill the table: recorded in the transactions that change the password or count the wrong one.",
        ["ShowPresence"] = "Who has a chat open, said every 20 s and forgotten within a minute: it changes nothing that lasts.",
        ["WriteAsDemoContact"] = "In a demo alone, and it is the contact who writes.",
        ["MakeEventTicket"] = "Reading: it stands for the token of a stream, for seconds, once.",
    };

    /// <summary>They read, and are recorded all the same: data leaves the house.</summary>
    private static readonly string[] ReadsThatAreAudited = ["ExportAudit", "ExportContact"];

    private static readonly Regex Word = new("^[a-z_]+([.][a-z_]+)?$", RegexOptions.CultureInvariant);

    private IReadOnlyList<(string Id, bool Changes, Audited? Audited)> Routes =>
    [
        .. from endpoint in town.Stage.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           where endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal)
           let methods = endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
           select (endpoint.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName, methods.Any(method => !HttpMethods.IsGet(method)), endpoint.Metadata.GetMetadata<Audited>()),
    ];

    [Fact]
    public void Every_route_that_changes_something_is_audited_or_says_why_not()
    {
        Assert.InRange(Routes.Count(route => route.Changes), 30, 1_000);
        Assert.Equal(NotAudited.Keys.Order(), Routes.Where(route => route.Changes && route.Audited is null).Select(route => route.Id).Order());
        Assert.Equal(ReadsThatAreAudited.Order(), Routes.Where(route => !route.Changes && route.Audited is not null).Select(route => route.Id).Order());
        Assert.All(Routes.Select(route => route.Audited).OfType<Audited>(), audited => Assert.Matches(Word, audited.Action));
    }

    /// <summary>Asked for nobody's objects: what is refused is recorded as well, with the reason.</summary>
    [Fact]
    public async Task Every_audited_route_leaves_an_entry_with_its_end()
    {
        foreach (var (id, _, audited) in Routes.Where(route => route.Audited is not null))
        {
            var operation = await Operation.Of(town.Stage, id);
            var values = new Dictionary<string, string> { ["phone"] = "905551112299", ["tenantId"] = town.Objects["tenantId"] };
            var admin = await town.Stage.As("platform@walk.example");
            var before = await Newest();

            var answer = await operation.Ask(admin, values, operation.Rule.Body);

            var entry = await Newest();
            Assert.True(entry.Id != before.Id, $"{id} left no entry: {answer.Body}");
            // A file's answer begins before its end.
            await Stage.Until($"the end of {id}", async () => (entry = await Newest()).Outcome != AuditOutcome.Begun);
            // A tenant's change has finer words.
            Assert.Equal(audited!.Action.Split('.')[0], entry.Action.Split('.')[0]);
            Assert.Equal(answer.Message.IsSuccessStatusCode ? AuditOutcome.Done : answer.Text("code"), entry.Outcome);
            Assert.Equal((operation.Rule.Least == RouteBook.Platform, "platform@walk.example"), (entry.IsByPlatform, entry.ActorEmail));
        }
    }

    [Fact]
    public async Task What_cannot_be_read_or_is_not_allowed_leaves_none()
    {
        foreach (var (id, _, _) in Routes.Where(route => route.Audited is not null))
        {
            var operation = await Operation.Of(town.Stage, id);
            var before = await Newest();
            (await operation.Ask(town.Stage.Anyone, town.Objects, operation.Rule.Body)).Problem(401, "unauthenticated");
            if (operation.Rule.Least != RouteBook.Member) (await operation.Ask(await town.Stage.As("member@walk.example"), town.Objects, operation.Rule.Body)).Problem(403, "forbidden");
            if (operation.MustHaveBody) (await operation.Ask(await town.Stage.As("platform@walk.example"), town.Objects, "[]")).Problem(400, "invalid_request");
            Assert.Equal(before.Id, (await Newest()).Id);
        }
    }

    /// <summary>Of the tenant or above: everything here is done by people of the first tenant.</summary>
    private async Task<AuditRow> Newest()
    {
        var trail = town.Stage.Services.GetRequiredService<IAuditTrail>();
        AuditRow[] rows = [.. (await trail.Of(Bootstrap.FirstTenant, new(), new(1, 1))).Items, .. (await trail.OfPlatform(new(), new(1, 1))).Items];
        return rows.MaxBy(row => row.Seq)!;
    }
}
