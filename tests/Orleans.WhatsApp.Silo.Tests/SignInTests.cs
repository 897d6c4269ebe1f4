using System.IdentityModel.Tokens.Jwt;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Accounts;

namespace Orleans.WhatsApp.Silo;

public sealed class SignInTests(Stage stage) : IClassFixture<Stage>
{
    [Fact]
    public async Task A_right_password_gives_a_pair_of_tokens_and_the_user()
    {
        var pair = (await Login(Stage.AdminEmail, Stage.Password)).Ok();
        Assert.Equal("Bearer", pair.GetProperty("token_type").GetString());
        Assert.Equal(900, pair.GetProperty("expires_in").GetInt32());
        Assert.Equal("admin", pair.GetProperty("user").GetProperty("role").GetString());

        var me = (await stage.Get(stage.WithToken(pair.GetProperty("access_token").GetString()!), "/api/auth/me")).Ok();
        Assert.Equal(Stage.AdminEmail, me.GetProperty("email").GetString());
        Assert.Equal(stage.AdminId, me.GetProperty("_id").GetGuid());
    }

    [Fact]
    public async Task An_email_address_is_the_same_in_any_case() => (await Login(" Admin@Example.COM ", Stage.Password)).Ok();

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_are_refused_alike()
    {
        (await Login("manager@example.com", "wrong")).Problem(401, "invalid_credentials");
        (await Login("nobody@example.com", Stage.Password)).Problem(401, "invalid_credentials");
    }

    [Fact]
    public async Task A_user_who_is_not_active_cannot_sign_in()
    {
        await stage.AddUser("gone@example.com", Bootstrap.FirstTenant, Role.Admin, isActive: false);
        (await Login("gone@example.com", Stage.Password)).Problem(401, "invalid_credentials");
    }

    [Fact]
    public async Task Guessing_is_stopped_but_only_for_the_address_that_is_guessed_at()
    {
        await stage.AddUser("target@example.com", Bootstrap.FirstTenant, Role.Member);
        for (var i = 0; i < 10; i++) (await Login("target@example.com", "guess")).Problem(401, "invalid_credentials");
        (await Login("target@example.com", "guess")).Problem(429, "too_many_requests");
        (await Login("target@example.com", Stage.Password)).Problem(429, "too_many_requests");
        (await Login(Stage.AdminEmail, Stage.Password)).Ok();
    }

    [Fact]
    public async Task A_refresh_token_gives_the_next_pair()
    {
        var first = (await Login(Stage.AdminEmail, Stage.Password)).Ok();
        var second = (await Refresh(first)).Ok();
        Assert.NotEqual(first.GetProperty("refresh_token").GetString(), second.GetProperty("refresh_token").GetString());
        (await stage.Get(stage.WithToken(second.GetProperty("access_token").GetString()!), "/api/auth/me")).Ok();
        (await Refresh(second)).Ok();
    }

    [Fact]
    public async Task A_refresh_token_that_comes_again_ends_its_family_and_no_other()
    {
        var other = (await Login(Stage.AdminEmail, Stage.Password)).Ok();
        var first = (await Login(Stage.AdminEmail, Stage.Password)).Ok();
        var second = (await Refresh(first)).Ok();
        stage.Clock.Advance(TimeSpan.FromMinutes(1));
        (await Refresh(first)).Problem(401, "invalid_refresh_token");
        (await Refresh(second)).Problem(401, "invalid_refresh_token");
        (await Refresh(other)).Ok();
    }

    [Fact]
    public async Task A_refresh_whose_answer_was_lost_can_be_made_again()
    {
        var first = (await Login(Stage.AdminEmail, Stage.Password)).Ok();
        (await Refresh(first)).Ok();
        stage.Clock.Advance(TimeSpan.FromSeconds(30));
        var arrived = (await Refresh(first)).Ok();
        stage.Clock.Advance(TimeSpan.FromMinutes(15));
        (await Refresh(arrived)).Ok();
    }

    [Fact]
    public async Task An_unknown_refresh_token_is_refused() =>
        (await stage.Post(stage.Anyone, "/api/auth/refresh", new { refresh_token = "made up" })).Problem(401, "invalid_refresh_token");

    [Fact]
    public async Task Tokens_end_with_their_time()
    {
        var pair = (await Login(Stage.AdminEmail, Stage.Password)).Ok();
        var client = stage.WithToken(pair.GetProperty("access_token").GetString()!);
        stage.Clock.Advance(TimeSpan.FromMinutes(14));
        (await stage.Get(client, "/api/auth/me")).Ok();
        stage.Clock.Advance(TimeSpan.FromMinutes(2));
        (await stage.Get(client, "/api/auth/me")).Problem(401, "unauthenticated");
        stage.Clock.Advance(TimeSpan.FromDays(30));
        (await Refresh(pair)).Problem(401, "invalid_refresh_token");
    }

    [Fact]
    public async Task Without_a_token_nobody_is_signed_in()
    {
        var answer = (await stage.Get(stage.Anyone, "/api/auth/me")).Problem(401, "unauthenticated");
        Assert.Equal("Bearer", answer.Message.Headers.WwwAuthenticate.ToString());
        (await stage.Get(stage.WithToken("no.such.token"), "/api/auth/me")).Problem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_token_of_another_algorithm_key_issuer_or_audience_is_refused()
    {
        var key = stage.Services.GetRequiredService<SigningKey>().Key;
        var right = Made(new SigningCredentials(key, SecurityAlgorithms.HmacSha256));
        (await Me(right)).Ok();
        (await Me(Made(new SigningCredentials(key, SecurityAlgorithms.HmacSha512)))).Problem(401, "unauthenticated");
        (await Me(Made(new SigningCredentials(new SymmetricSecurityKey(new byte[32]), SecurityAlgorithms.HmacSha256))))
            .Problem(401, "unauthenticated");
        (await Me(Made(null))).Problem(401, "unauthenticated");
        (await Me(Made(new SigningCredentials(key, SecurityAlgorithms.HmacSha256), issuer: "somebody"))).Problem(401, "unauthenticated");
        (await Me(Made(new SigningCredentials(key, SecurityAlgorithms.HmacSha256), audience: "something"))).Problem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_body_without_a_password_is_not_a_sign_in() =>
        (await stage.Post(stage.Anyone, "/api/auth/login", new { email = Stage.AdminEmail })).Problem(400, "invalid_request");

    private Task<Answer> Login(string email, string password) => stage.Post(stage.Anyone, "/api/auth/login", new { email, password });

    private Task<Answer> Refresh(JsonElement pair) =>
        stage.Post(stage.Anyone, "/api/auth/refresh", new { refresh_token = pair.GetProperty("refresh_token").GetString() });

    private Task<Answer> Me(string token) => stage.Get(stage.WithToken(token), "/api/auth/me");

    private string Made(SigningCredentials? credentials, string issuer = "orleans-whatsapp", string audience = "orleans-whatsapp-api")
    {
        var now = stage.Clock.GetUtcNow().UtcDateTime;
        return new JwtSecurityTokenHandler { SetDefaultTimesOnTokenCreation = false }.WriteToken(new JwtSecurityToken(
            issuer, audience,
            [new("sub", stage.AdminId.ToString()), new("tenant_id", Bootstrap.FirstTenant.ToString()), new("name", "Admin"),
                new("role", "admin")],
            now, now.AddMinutes(5), credentials));
    }
}

public sealed class FirstStartTests
{
    [Fact]
    public async Task The_first_tenant_and_its_admin_are_made_once()
    {
        await using var stage = await Stage.Bare();
        await stage.Services.GetRequiredService<Bootstrap>().Run(new Loud());
        var tenant = await stage.Tenant(Bootstrap.FirstTenant).Read();
        Assert.Equal(("default", true, 180.0), (tenant.Name, tenant.IsActive, tenant.GracePeriod.TotalSeconds));
        Assert.Equal(["whatsapp_agent"], tenant.Features);
        (await stage.Post(stage.Anyone, "/api/auth/login", new { email = Stage.AdminEmail, password = Stage.Password })).Ok();
    }

    [Fact]
    public async Task A_generated_password_is_shown_once_and_works()
    {
        await using var stage = await Stage.Bare();
        stage.Services.GetRequiredService<IOptions<BootstrapOptions>>().Value.AdminPassword = "";
        stage.Services.GetRequiredService<IOptions<BootstrapOptions>>().Value.AdminEmail = "First@Example.com";
        var console = new StringWriter();
        await stage.Services.GetRequiredService<Bootstrap>().Run(console);
        await stage.Services.GetRequiredService<Bootstrap>().Run(new Loud());

        var words = console.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var password = words[Array.IndexOf(words, "Password:") + 1];
        Assert.Equal(20, password.Length);
        (await stage.Post(stage.Anyone, "/api/auth/login", new { email = "first@example.com", password })).Ok();
    }

    [Theory]
    [InlineData("too short")]
    [InlineData("second@example.com")]
    public async Task A_first_password_that_nobody_else_may_choose_is_refused_where_it_would_be_used(string password)
    {
        await using var stage = await Stage.Bare();
        var (bootstrap, options) = (stage.Services.GetRequiredService<Bootstrap>(), stage.Services.GetRequiredService<IOptions<BootstrapOptions>>().Value);
        options.AdminPassword = password;
        await bootstrap.Run(new Loud());

        options.AdminEmail = "second@example.com";
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => bootstrap.Run(new Loud()));
        Assert.Contains("Bootstrap:AdminPassword", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signing_key_is_made_once_for_its_owner_only()
    {
        await using var stage = await Stage.Bare();
        (await stage.Post(stage.Anyone, "/api/auth/login", new { email = Stage.AdminEmail, password = Stage.Password })).Ok();
        var file = Path.Combine(stage.Folder, "jwt.key");
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var again = ActivatorUtilities.CreateInstance<SigningKey>(stage.Services);
        Assert.Equal(stage.Services.GetRequiredService<SigningKey>().Key.Key, again.Key.Key);
    }

    [Theory]
    [InlineData("Jwt:SigningKey", "too short")]
    [InlineData("ConnectionStrings:Postgres", "Host=nowhere")]
    [InlineData("Bootstrap:AdminEmail", "not an address")]
    public void A_wrong_setting_stops_the_start_by_name(string setting, string value)
    {
        var settings = new ConfigurationManager { [setting] = value };
        var services = new ServiceCollection().AddLogging().AddSignIn(settings).BuildServiceProvider();
        var refusal = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains(setting.StartsWith("Connection", StringComparison.Ordinal) ? "Jwt:SigningKey" : setting.Split(':')[1],
            refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configured_key_is_used_as_it_is()
    {
        var key = new string('k', 32);
        var settings = new ConfigurationManager { ["Jwt:SigningKey"] = key };
        using var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(settings).AddSignIn(settings)
            .BuildServiceProvider();
        Assert.Equal(Encoding.UTF8.GetBytes(key), services.GetRequiredService<SigningKey>().Key.Key);
    }

    /// <summary>Nothing may be said.</summary>
    private sealed class Loud : StringWriter
    {
        public override Task WriteLineAsync(string? value) => throw new InvalidOperationException(value);
    }
}
