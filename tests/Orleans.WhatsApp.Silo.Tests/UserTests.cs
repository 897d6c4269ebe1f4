using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Accounts;

namespace Orleans.WhatsApp.Silo;

public sealed class UserTests(Stage stage) : IClassFixture<Stage>
{
    private const string NewPassword = "correct horse battery";
    private int _people;

    [Fact]
    public async Task Who_is_invited_sets_a_password_once_and_is_signed_in()
    {
        var (email, invited) = await Invite("manager");
        Assert.Equal(stage.Clock.GetUtcNow().AddDays(7), invited.GetProperty("invitation").GetProperty("expires_at").GetDateTimeOffset(), TimeSpan.FromSeconds(1));
        Assert.False(invited.GetProperty("user").GetProperty("has_password").GetBoolean());
        (await Login(email, NewPassword)).Problem(401, "invalid_credentials");
        (await Login(email, "")).Problem(401, "invalid_credentials");

        var token = Token(invited);
        var pair = (await Accept(token, NewPassword)).Ok();
        Assert.Equal("manager", pair.GetProperty("user").GetProperty("role").GetString());
        (await stage.Get(Client(pair), "/api/whatsapp/blacklist")).Ok();
        (await Login(email, NewPassword)).Ok();
        (await Accept(token, NewPassword)).Problem(400, "invalid_invitation");

        var user = (await stage.Get(stage.Admin, $"/api/users/{Id(invited)}")).Ok();
        Assert.True(user.GetProperty("has_password").GetBoolean());
        Assert.Contains((await stage.Get(stage.Admin, "/api/users?limit=100")).Ok().GetProperty("items").EnumerateArray(), one => one.GetProperty("_id").GetString() == Id(invited));
    }

    [Fact]
    public async Task An_invitation_that_is_too_old_is_replaced_by_a_reset()
    {
        var (email, invited) = await Invite("member");
        stage.Clock.Advance(TimeSpan.FromDays(8));
        (await Accept(Token(invited), NewPassword)).Problem(400, "invalid_invitation");
        (await stage.Post(await Admin(), "/api/users", new { email, name = "Again", role = "member" })).Problem(409, "email_taken");

        var reset = (await stage.Post(await Admin(), $"/api/users/{Id(invited)}/reset-password")).Ok();
        (await Accept(Token(reset), NewPassword)).Ok();
    }

    [Theory]
    [InlineData("too short")]
    [InlineData("an.address.that.is.long@example.com")]
    public async Task A_password_that_is_easily_guessed_is_refused_and_the_invitation_stays(string password)
    {
        var email = password.Contains('@', StringComparison.Ordinal) ? password : $"weak{++_people}@example.com";
        var invited = (await stage.Post(await Admin(), "/api/users", new { email, name = "Ann", role = "member" })).Ok(HttpStatusCode.Created);
        (await Accept(Token(invited), password)).Problem(400, "invalid_password");
        (await Accept(Token(invited), new string('x', 257))).Problem(400, "invalid_password");
        (await Accept(Token(invited), NewPassword)).Ok();
    }

    [Fact]
    public async Task A_reset_ends_every_sign_in_and_the_old_password()
    {
        var (email, pair, id) = await Person("member");
        var reset = (await stage.Post(await Admin(), $"/api/users/{id}/reset-password")).Ok();

        (await stage.Get(Client(pair), "/api/auth/me")).Problem(401, "unauthenticated");
        (await Refresh(pair)).Problem(401, "invalid_refresh_token");
        (await Login(email, NewPassword)).Problem(401, "invalid_credentials");
        (await Accept(Token(reset), "another password")).Ok();
        (await Login(email, "another password")).Ok();
        (await stage.Post(await Admin(), $"/api/users/{stage.AdminId}/reset-password")).Problem(409, "own_password");
    }

    [Fact]
    public async Task Who_loses_a_role_loses_it_at_once_and_stays_signed_in()
    {
        var (_, pair, id) = await Person("manager");
        (await stage.Get(Client(pair), "/api/whatsapp/blacklist")).Ok();
        Assert.Equal("member", (await stage.Put(await Admin(), $"/api/users/{id}", new { role = "member" })).Ok().GetProperty("role").GetString());

        (await stage.Get(Client(pair), "/api/whatsapp/blacklist")).Problem(401, "unauthenticated");
        var next = (await Refresh(pair)).Ok();
        (await stage.Get(Client(next), "/api/whatsapp/blacklist")).Problem(403, "forbidden");
        (await stage.Get(Client(next), "/api/whatsapp/chats")).Ok();
    }

    [Fact]
    public async Task What_another_process_changed_is_known_here_within_five_seconds()
    {
        var (_, pair, id) = await Person("manager");
        (await stage.Get(Client(pair), "/api/agents")).Ok();
        await stage.Services.GetRequiredService<IUserRegister>().Change(
            new Registrar(Bootstrap.FirstTenant, IsPlatformAdmin: false), new(Guid.Parse(id)), new(IsActive: false), stage.Clock.GetUtcNow());

        (await stage.Get(Client(pair), "/api/agents")).Ok();
        stage.Clock.Advance(TimeSpan.FromSeconds(5));
        (await stage.Get(Client(pair), "/api/agents")).Problem(401, "unauthenticated");
        (await Refresh(pair)).Problem(401, "invalid_refresh_token");
    }

    [Fact]
    public async Task Who_is_switched_off_is_out_until_switched_on_again()
    {
        var (email, pair, id) = await Person("member");
        (await stage.Put(await Admin(), $"/api/users/{id}", new { is_active = false })).Ok();
        (await stage.Get(Client(pair), "/api/auth/me")).Problem(401, "unauthenticated");
        (await Login(email, NewPassword)).Problem(401, "invalid_credentials");

        (await stage.Put(await Admin(), $"/api/users/{id}", new { is_active = true, name = "Back" })).Ok();
        (await Refresh(pair)).Problem(401, "invalid_refresh_token");
        Assert.Equal("Back", (await Login(email, NewPassword)).Ok().GetProperty("user").GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_removed_user_is_gone()
    {
        var (email, pair, id) = await Person("member");
        (await stage.Delete(await Admin(), $"/api/users/{id}")).Ok(HttpStatusCode.NoContent);
        (await stage.Get(Client(pair), "/api/auth/me")).Problem(401, "unauthenticated");
        (await Login(email, NewPassword)).Problem(401, "invalid_credentials");
        (await stage.Delete(await Admin(), $"/api/users/{id}")).Problem(404, "user_not_found");
        (await stage.Post(await Admin(), "/api/users", new { email, name = "Next", role = "member" })).Ok(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_last_admin_of_a_tenant_stays_one()
    {
        var own = $"/api/users/{(await stage.Get(stage.Stranger, "/api/auth/me")).Ok().GetProperty("_id")}";
        (await stage.Put(stage.Stranger, own, new { role = "member" })).Problem(409, "last_admin");
        (await stage.Put(stage.Stranger, own, new { is_active = false })).Problem(409, "last_admin");
        (await stage.Delete(stage.Stranger, own)).Problem(409, "last_admin");
        (await stage.Put(stage.Stranger, own, new { name = "Still here" })).Ok();
    }

    [Fact]
    public async Task Signing_out_ends_this_sign_in_and_no_other()
    {
        var (email, pair, _) = await Person("member");
        var other = (await Login(email, NewPassword)).Ok();
        (await Logout(pair)).Ok(HttpStatusCode.NoContent);
        (await Logout(pair)).Ok(HttpStatusCode.NoContent);
        (await Refresh(pair)).Problem(401, "invalid_refresh_token");
        (await Refresh(other)).Ok();
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_all_and_makes_access_tokens_worthless()
    {
        var (email, pair, _) = await Person("member");
        var other = (await Login(email, NewPassword)).Ok();
        (await stage.Post(Client(pair), "/api/auth/logout-everywhere")).Ok(HttpStatusCode.NoContent);

        foreach (var one in (JsonElement[])[pair, other])
        {
            (await stage.Get(Client(one), "/api/auth/me")).Problem(401, "unauthenticated");
            (await Refresh(one)).Problem(401, "invalid_refresh_token");
        }

        (await stage.Get(Client((await Login(email, NewPassword)).Ok()), "/api/auth/me")).Ok();
    }

    [Fact]
    public async Task Who_changes_the_password_goes_on_and_everybody_else_is_out()
    {
        var (email, pair, _) = await Person("member");
        var other = (await Login(email, NewPassword)).Ok();
        (await Change(pair, "not it", "another password")).Problem(400, "wrong_password");
        (await Change(pair, NewPassword, "short")).Problem(400, "invalid_password");
        (await Change(pair, NewPassword, email)).Problem(400, "invalid_password");

        var next = (await Change(pair, NewPassword, "another password")).Ok();
        (await stage.Get(Client(next), "/api/auth/me")).Ok();
        (await Refresh(next)).Ok();
        (await stage.Get(Client(other), "/api/auth/me")).Problem(401, "unauthenticated");
        (await Refresh(other)).Problem(401, "invalid_refresh_token");
        (await Login(email, NewPassword)).Problem(401, "invalid_credentials");
        (await Login(email, "another password")).Ok();
    }

    [Fact]
    public async Task Ten_wrong_passwords_lock_an_address_for_a_while_whether_or_not_somebody_has_it()
    {
        var (email, pair, _) = await Person("member");
        foreach (var address in (string[])[email, "has-no-account@example.com"])
        {
            for (var i = 0; i < 10; i++) (await Login(address, "guess")).Problem(401, "invalid_credentials");
            var locked = (await Login(address, NewPassword)).Problem(429, "too_many_requests");
            Assert.Equal(TimeSpan.FromMinutes(15), locked.Message.Headers.RetryAfter!.Delta);
        }

        // Whoever is signed in stays so, but learns nothing of the password either.
        (await stage.Get(Client(pair), "/api/auth/me")).Ok();
        (await Change(pair, NewPassword, "another password")).Problem(429, "too_many_requests");

        stage.Clock.Advance(TimeSpan.FromMinutes(15));
        (await Login(email, NewPassword)).Ok();
        (await Login("has-no-account@example.com", NewPassword)).Problem(401, "invalid_credentials");
    }

    [Fact]
    public async Task Who_guesses_locks_out_his_own_network_and_from_ten_networks_everybody()
    {
        var ((email, _, _), desk) = (await Person("member"), stage.Services.GetRequiredService<SignInDesk>());
        for (var network = 1; network <= 9; network++) await Guess($"203.0.113.{network}");
        Assert.IsType<SignInResult.TooMany>(await desk.SignIn(email, NewPassword, "203.0.113.1"));
        (await Login(email, NewPassword)).Ok();

        // Who has one IPv6 address has as many as he likes.
        for (var i = 1; i <= 10; i++) Assert.IsType<SignInResult.Refused>(await desk.SignIn(email, "guess", $"2001:db8::{i}"));
        (await Login(email, NewPassword)).Problem(429, "too_many_requests");

        async Task Guess(string network)
        {
            for (var i = 0; i < 10; i++) Assert.IsType<SignInResult.Refused>(await desk.SignIn(email, "guess", network));
        }
    }

    [Fact]
    public async Task A_reset_unlocks()
    {
        var (email, _, id) = await Person("member");
        for (var i = 0; i < 10; i++) await Login(email, "guess");
        var reset = (await stage.Post(await Admin(), $"/api/users/{id}/reset-password")).Ok();
        (await Accept(Token(reset), "another password")).Ok();
        (await Login(email, "another password")).Ok();
    }

    [Fact]
    public async Task Failures_that_a_success_interrupts_begin_anew()
    {
        var (email, _, _) = await Person("member");
        for (var i = 0; i < 21; i++)
        {
            if (i % 7 == 6) (await Login(email, NewPassword)).Ok();
            else (await Login(email, "guess")).Problem(401, "invalid_credentials");
        }
    }

    [Theory]
    [InlineData("no address", "Ann", "invalid_user")]
    [InlineData("a b@example.com", "Ann", "invalid_user")]
    [InlineData("ann@example.com", " ", "invalid_user")]
    public async Task A_user_has_a_name_and_an_address(string email, string name, string code) =>
        (await stage.Post(await Admin(), "/api/users", new { email, name, role = "member" })).Problem(400, code);

    private Task<HttpClient> Admin() => stage.As(Stage.AdminEmail);

    private async Task<(string Email, JsonElement Invited)> Invite(string role)
    {
        var email = $"{role}{++_people}-{Guid.NewGuid():N}@example.com";
        return (email, (await stage.Post(await Admin(), "/api/users", new { email, name = $"The {role}", role })).Ok(HttpStatusCode.Created));
    }

    private async Task<(string Email, JsonElement Pair, string Id)> Person(string role)
    {
        var (email, invited) = await Invite(role);
        return (email, (await Accept(Token(invited), NewPassword)).Ok(), Id(invited));
    }

    private static string Token(JsonElement invited) => invited.GetProperty("invitation").GetProperty("token").GetString()!;

    private static string Id(JsonElement invited) => invited.GetProperty("user").GetProperty("_id").GetString()!;

    private HttpClient Client(JsonElement pair) => stage.WithToken(pair.GetProperty("access_token").GetString()!);

    private Task<Answer> Login(string email, string password) => stage.Post(stage.Anyone, "/api/auth/login", new { email, password });

    private Task<Answer> Accept(string token, string password) => stage.Post(stage.Anyone, "/api/auth/accept", new { token, password });

    private Task<Answer> Change(JsonElement pair, string current, string next) =>
        stage.Post(Client(pair), "/api/auth/password", new { current_password = current, new_password = next });

    private Task<Answer> Refresh(JsonElement pair) => stage.Post(stage.Anyone, "/api/auth/refresh", new { refresh_token = pair.GetProperty("refresh_token").GetString() });

    private Task<Answer> Logout(JsonElement pair) => stage.Post(stage.Anyone, "/api/auth/logout", new { refresh_token = pair.GetProperty("refresh_token").GetString() });
}
