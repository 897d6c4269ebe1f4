using System.Text;
using Orleans.WhatsApp.Silo.Problems;

namespace Orleans.WhatsApp.Silo;

public sealed class ProblemTests(Stage stage) : IClassFixture<Stage>
{
    [Fact]
    public async Task Where_there_is_nothing_the_answer_is_a_problem()
    {
        (await stage.Get(stage.Anyone, "/nowhere")).Problem(404, "not_found");
        (await stage.Get(stage.Admin, "/api/whatsapp/nowhere")).Problem(404, "not_found");
    }

    [Fact]
    public async Task A_browser_gets_the_same_problem()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/nowhere");
        request.Headers.Accept.ParseAdd("text/html");
        (await Answer.Of(stage.Anyone.SendAsync(request))).Problem(404, "not_found");
    }

    [Fact]
    public async Task A_method_that_a_route_does_not_take_is_a_problem() =>
        (await stage.Get(stage.Anyone, "/api/auth/login")).Problem(405, "method_not_allowed");

    [Fact]
    public async Task A_body_of_another_kind_is_a_problem() =>
        (await Answer.Of(
            stage.Anyone.PostAsync("/api/auth/login", new StringContent("email=a", Encoding.UTF8, "application/x-www-form-urlencoded"))))
        .Problem(415, "unsupported_media_type");

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"email\":1,\"password\":2}")]
    [InlineData("{\"email\":null,\"password\":null}")]
    public async Task A_body_that_cannot_be_read_is_a_problem(string body) =>
        (await Answer.Of(stage.Anyone.PostAsync("/api/auth/login", new StringContent(body, Encoding.UTF8, "application/json"))))
            .Problem(400, "invalid_request");

    [Fact]
    public async Task What_breaks_does_not_say_how()
    {
        var answer = (await stage.Get(stage.Anyone, "/broken")).Problem(500, "internal_error");
        Assert.DoesNotContain("secret", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", answer.Body, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Message.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/health/live")]
    [InlineData("/api/auth/me")]
    public async Task Every_answer_has_the_headers_that_keep_browsers_careful(string path)
    {
        var headers = (await stage.Get(stage.Anyone, path)).Message.Headers;
        Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("DENY", headers.GetValues("X-Frame-Options").Single());
        Assert.False(headers.Contains("Access-Control-Allow-Origin"));
        if (!path.StartsWith("/api", StringComparison.Ordinal)) return;
        Assert.True(headers.CacheControl?.NoStore);
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("same-origin", headers.GetValues("Cross-Origin-Resource-Policy").Single());
    }

    [Fact]
    public void Every_refusal_of_a_chat_has_its_problem()
    {
        foreach (var code in (string[])["no_session", "not_taken_over", "taken_over", "no_usable_agent", "not_in_human_mode", "not_unclear",
            "unknown_agent"])
            Assert.Contains(code, Problem.Codes);
    }
}
