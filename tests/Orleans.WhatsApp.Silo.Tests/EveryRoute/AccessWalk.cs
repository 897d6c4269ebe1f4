using System.Globalization;
using System.IdentityModel.Tokens.Jwt;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Accounts;

namespace Orleans.WhatsApp.Silo.EveryRoute;

/// <summary>Every operation of the description, asked by those who may not.</summary>
public sealed class AccessWalk(AccessWalk.Town town) : IClassFixture<AccessWalk.Town>
{
    private const string FitsNothing = "[]";
    private static readonly Dictionary<string, string> Nobodys = [];

    [Fact]
    public async Task Every_operation_states_who_may_use_it()
    {
        var described = (await Operation.All(town.Stage)).Select(operation => operation.Id).Order();
        Assert.Equal(described, RouteBook.Rules.Keys.Order());
    }

    [Theory, MemberData(nameof(RouteBook.Guarded), MemberType = typeof(RouteBook))]
    public async Task Without_a_token_or_with_an_expired_one_nobody_comes_in(string id)
    {
        var operation = await Operation.Of(town.Stage, id);
        (await operation.Ask(town.Stage.Anyone, Nobodys, FitsNothing)).Problem(401, "unauthenticated");
        (await operation.Ask(await town.TokenEnding(TimeSpan.FromMinutes(-1)), Nobodys, FitsNothing)).Problem(401, "unauthenticated");
        Assert.NotEqual(HttpStatusCode.Unauthorized, (await operation.Ask(await town.TokenEnding(TimeSpan.FromMinutes(1)), Nobodys, FitsNothing)).Status);
    }

    [Theory, MemberData(nameof(RouteBook.Names), MemberType = typeof(RouteBook))]
    public async Task It_is_open_to_its_role_and_those_above(string id)
    {
        var operation = await Operation.Of(town.Stage, id);
        if (operation.Rule.Least == RouteBook.Anyone)
        {
            var answer = await operation.Ask(town.Stage.Anyone, Nobodys, operation.Method == HttpMethod.Get ? null : FitsNothing);
            Assert.False(answer.Status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized, answer.Body);
            return;
        }

        if (operation.Rule.Least == RouteBook.Provider)
        {
            foreach (var caller in (HttpClient[])[town.Stage.Anyone, await town.Stage.As($"{RouteBook.Platform}@walk.example")])
            {
                var answer = await operation.Ask(caller, Nobodys, operation.Method == HttpMethod.Get ? null : FitsNothing);
                answer.Problem(operation.Method == HttpMethod.Get ? 403 : 401, answer.Text("code"));
                Assert.Contains(answer.Text("code"), operation.Problems);
            }

            return;
        }

        var isAllowed = false;
        foreach (var role in (string[])[RouteBook.Member, RouteBook.Manager, RouteBook.Admin, RouteBook.Platform])
        {
            isAllowed |= role == operation.Rule.Least;
            var answer = await operation.Ask(await town.Stage.As($"{role}@walk.example"), Nobodys, FitsNothing);
            if (isAllowed) Assert.False(answer.Status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized, $"{role}: {answer.Body}");
            else answer.Problem(403, "forbidden");
        }
    }

    [Theory, MemberData(nameof(RouteBook.OfTenants), MemberType = typeof(RouteBook))]
    public async Task An_object_of_another_tenant_is_not_there(string id)
    {
        var operation = await Operation.Of(town.Stage, id);
        // A number on the blacklist is no object: it is looked for on the caller's own list. Nor is a provider, which every tenant has a channel of.
        if (operation.Parameters("path").All(parameter => parameter.Name is "phone" or "provider")) return;

        var before = await town.Picture();
        var answer = await operation.Ask(await town.Stage.As("stranger@example.com"), town.Objects, operation.Rule.Body);

        Assert.True(answer.Status == HttpStatusCode.NotFound, $"{(int)answer.Status}: {answer.Body}");
        answer.Problem(404, answer.Text("code"));
        Assert.Contains(answer.Text("code"), operation.Problems);
        Assert.Equal(before, await town.Picture());
    }

    [Fact]
    public async Task Standing_above_the_tenants_opens_nothing_inside_them()
    {
        foreach (var operation in await Operation.All(town.Stage))
        {
            if (operation.Rule.Least is not (RouteBook.Manager or RouteBook.Admin)) continue;
            (await operation.Ask(await town.Stage.As("above@walk.example"), Nobodys, FitsNothing)).Problem(403, "forbidden");
        }
    }

    /// <summary>A stage with somebody of each role, and an object of each kind.</summary>
    public sealed class Town : IAsyncLifetime
    {
        public Stage Stage { get; } = new() { IsDemo = true };

        /// <summary>Objects of the first tenant, by the names that paths have for them.</summary>
        public Dictionary<string, string> Objects { get; } = [];

        public async Task InitializeAsync()
        {
            await Stage.InitializeAsync();
            await Add(RouteBook.Member, Role.Member);
            await Add(RouteBook.Manager, Role.Manager);
            await Add(RouteBook.Admin, Role.Admin);
            await Add(RouteBook.Platform, Role.Admin, isPlatformAdmin: true);
            await Add("above", Role.Member, isPlatformAdmin: true);

            var chat = await Stage.ChatHeldByAdmin();
            var (agent, user) = (await Stage.UseAgent(), await Add("object", Role.Member));
            Objects["chatId"] = chat.Split('/')[^1];
            Objects["messageId"] = (await Stage.Get(Stage.Admin, $"{chat}/messages")).Ok().GetProperty("items")[0].GetProperty("_id").GetString()!;
            Objects["agentId"] = agent.ToString();
            Objects["userId"] = user.Id.ToString();
            Objects["tenantId"] = Bootstrap.FirstTenant.ToString();
            Objects["phone"] = "905551112233";
            Objects["index"] = "0";
            Objects["provider"] = "unipile";
        }

        public Task DisposeAsync() => ((IAsyncLifetime)Stage).DisposeAsync();

        /// <summary>What the tenant's own admin sees.</summary>
        public async Task<string> Picture()
        {
            var admin = await Stage.As(Stage.AdminEmail);
            var seen = new List<JsonElement>();
            foreach (var path in (string[])["/api/whatsapp/chats", $"/api/whatsapp/chats/{Objects["chatId"]}/messages", "/api/agents", "/api/users?limit=100", "/api/whatsapp/blacklist"])
                seen.Add((await Stage.Get(admin, path)).Ok());
            return string.Join('\n', seen);
        }

        /// <summary>Of one who may everything, with a token that ends this long from now.</summary>
        public async Task<HttpClient> TokenEnding(TimeSpan left)
        {
            var user = (await Stage.Services.GetRequiredService<IUserStore>().ByEmail("platform@walk.example"))!;
            var now = Stage.Clock.GetUtcNow().UtcDateTime;
            return Stage.WithToken(new JwtSecurityTokenHandler { SetDefaultTimesOnTokenCreation = false }.WriteToken(new JwtSecurityToken(
                "orleans-whatsapp", "orleans-whatsapp-api",
                [
                    new("sub", user.Id.ToString()), new("tenant_id", user.Tenant.ToString()), new("role", "admin"), new("platform", "true"),
                    new("gen", user.TokenGeneration.ToString(CultureInfo.InvariantCulture)),
                ],
                now.AddHours(-1), now + left, new SigningCredentials(Stage.Services.GetRequiredService<SigningKey>().Key, SecurityAlgorithms.HmacSha256))));
        }

        private Task<User> Add(string name, Role role, bool isPlatformAdmin = false) =>
            Stage.AddUser($"{name}@walk.example", Bootstrap.FirstTenant, role, isPlatformAdmin: isPlatformAdmin);
    }
}
