using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Accounts;

namespace Orleans.WhatsApp.Silo.Audit;

/// <summary>Of what happens before anybody is signed in; written in the transactions that do it.</summary>
public sealed class SignInAuditTests(Stage stage) : IClassFixture<Stage>
{
    private const string NewPassword = "correct horse battery";
    private static int _people;

    [Fact]
    public async Task A_sign_in_and_a_sign_out_are_said_of_the_user()
    {
        var user = await Person();
        var pair = (await Login(user.Email, Stage.Password)).Ok();
        (await stage.Post(stage.Anyone, "/api/auth/logout", new { refresh_token = pair.GetProperty("refresh_token").GetString() })).Ok(System.Net.HttpStatusCode.NoContent);

        var trail = await Trail(user);
        Assert.Equal(["sign_out done", "sign_in done"], Words(trail));
        Assert.All(trail, entry => Assert.Equal(user.Email, entry.GetProperty("actor").GetProperty("email").GetString()));
    }

    [Fact]
    public async Task A_wrong_password_is_said_without_an_actor_and_nothing_of_addresses_that_nobody_has()
    {
        var user = await Person();
        var before = await All();
        (await Login(user.Email, "a wrong one")).Problem(401, "invalid_credentials");
        (await Login($"nobody-{user.Email}", Stage.Password)).Problem(401, "invalid_credentials");

        var entry = Assert.Single(await Trail(user));
        Assert.Equal(("sign_in.refused", "invalid_credentials", JsonValueKind.Null), (
            entry.GetProperty("action").GetString(), entry.GetProperty("outcome").GetString(), entry.GetProperty("actor").ValueKind));
        Assert.DoesNotContain("a wrong one", entry.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(before + 1, await All());
    }

    [Fact]
    public async Task The_try_that_locks_is_said_and_no_try_while_locked()
    {
        var user = await Person();
        for (var tries = 0; tries < 10; tries++) (await Login(user.Email, "guess")).Problem(401, "invalid_credentials");
        for (var tries = 0; tries < 5; tries++) (await Login(user.Email, "guess")).Problem(429, "too_many_requests");

        var words = Words(await Trail(user));
        Assert.Equal("sign_in.locked done", words[0]);
        Assert.Equal(10, words.Count(word => word == "sign_in.refused invalid_credentials"));
        Assert.Equal(11, words.Length);
    }

    [Fact]
    public async Task A_refresh_token_that_comes_again_is_said_once()
    {
        var user = await Person();
        var pair = (await Login(user.Email, Stage.Password)).Ok();
        var token = new { refresh_token = pair.GetProperty("refresh_token").GetString() };
        (await stage.Post(stage.Anyone, "/api/auth/refresh", token)).Ok();
        stage.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var times = 0; times < 3; times++) (await stage.Post(stage.Anyone, "/api/auth/refresh", token)).Problem(401, "invalid_refresh_token");

        Assert.Equal(["refresh_token.reused done", "sign_in done"], Words(await Trail(user)));
    }

    [Fact]
    public async Task Passwords_that_are_set_and_changed_are_said()
    {
        var user = await Person();
        var reset = (await stage.Post(stage.Admin, $"/api/users/{user.Id}/reset-password")).Ok();
        var token = reset.GetProperty("invitation").GetProperty("token").GetString()!;
        (await stage.Post(stage.Anyone, "/api/auth/accept", new { token, password = "short" })).Problem(400, "invalid_password");
        (await stage.Post(stage.Anyone, "/api/auth/accept", new { token, password = NewPassword })).Ok();
        (await stage.Post(stage.Anyone, "/api/auth/accept", new { token, password = NewPassword })).Problem(400, "invalid_invitation");
        (await stage.Post(await stage.As(user.Email), "/api/auth/password", new { current_password = "wrong", new_password = $"{NewPassword} 2" })).Problem(400, "wrong_password");
        (await stage.Post(await stage.As(user.Email), "/api/auth/password", new { current_password = NewPassword, new_password = $"{NewPassword} 2" })).Ok();
        (await stage.Post(await stage.As(user.Email), "/api/auth/logout-everywhere")).Ok(System.Net.HttpStatusCode.NoContent);

        var trail = (await stage.Get(stage.Admin, $"/api/audit?actor={user.Id}")).Ok().GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(["sign_out.everywhere done", "password.change done", "password.change wrong_password", "password.set done"], Words(trail));
        Assert.Equal("user.reset_password done", Words(await Trail(user))[^1]);
        var all = (await stage.Get(stage.Admin, "/api/audit?limit=200")).Body;
        foreach (var secret in (string[])[token, NewPassword]) Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
    }

    private Task<User> Person() => stage.AddUser($"person{Interlocked.Increment(ref _people)}@signs.example", Bootstrap.FirstTenant, Role.Member);

    private Task<Answer> Login(string email, string password) => stage.Post(stage.Anyone, "/api/auth/login", new { email, password });

    private async Task<JsonElement[]> Trail(User about) => [.. (await stage.Get(stage.Admin, $"/api/audit?subject={about.Id}")).Ok().GetProperty("items").EnumerateArray()];

    private async Task<int> All() => (await stage.Get(stage.Admin, "/api/audit?action=sign_in")).Ok().GetProperty("total").GetInt32();

    private static string[] Words(JsonElement[] trail) => [.. trail.Select(entry => $"{entry.GetProperty("action").GetString()} {entry.GetProperty("outcome").GetString()}")];
}
