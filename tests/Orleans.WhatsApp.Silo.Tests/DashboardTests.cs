using System.IO.Compression;
using System.Net;
using System.Text;

namespace Orleans.WhatsApp.Silo;

/// <summary>The files of a build, a made-up one here, as browsers get them.</summary>
public sealed class DashboardTests(DashboardTests.Built built) : IClassFixture<DashboardTests.Built>
{
    private const string Page = "<!doctype html><title>Made up</title>";
    private const string AsPage = "text/html,application/xhtml+xml,*/*;q=0.8";
    private static readonly string Script = "export const text = '" + new string('a', 5_000) + "';";

    [Theory]
    [InlineData("/")]
    [InlineData("/index.html")]
    [InlineData("/whatsapp")]
    [InlineData("/whatsapp/0b9f1c1e-0000-4000-8000-000000000000")]
    [InlineData("/settings/people")]
    [InlineData("/users")]
    [InlineData("/sign-in?next=%2Fwhatsapp")]
    [InlineData("/statistics")]
    public async Task Whoever_asks_for_a_page_gets_the_page(string path)
    {
        var answer = await Get(path, AsPage);
        Assert.Equal((HttpStatusCode.OK, Page), (answer.Status, answer.Body));
        Assert.Equal("text/html; charset=utf-8", answer.Message.Content.Headers.ContentType?.ToString());
        Assert.True(answer.Message.Headers.CacheControl?.NoCache);
        Assert.Equal(
            "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
            Assert.Single(answer.Message.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Message.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("/api/none")]
    [InlineData("/api")]
    [InlineData("/webhooks/none")]
    [InlineData("/health/none")]
    [InlineData("/stats/none")]
    [InlineData("/metrics/none")]
    [InlineData("/openapi/none")]
    [InlineData("/assets/index-00000000.js")]
    [InlineData("/assets/..%2F..%2Forleans-whatsapp.db")]
    public async Task What_is_no_page_is_still_not_there(string path) => (await Get(path, AsPage)).Problem(404, "not_found");

    [Fact]
    public async Task The_other_routes_answer_as_they_did()
    {
        Assert.Equal("live", (await Get("/health/live", AsPage)).Ok().GetProperty("status").GetString());
        (await Get("/api/whatsapp/chats", AsPage)).Problem(401, "unauthenticated");
        (await Get("/webhooks/unipile", AsPage)).Problem(405, "method_not_allowed");
        (await Answer.Of(built.Stage.Anyone.PostAsync("/whatsapp", null))).Problem(404, "not_found");
    }

    [Theory, InlineData("*/*"), InlineData("application/json"), InlineData("")]
    public async Task Whoever_does_not_ask_for_a_page_gets_files_alone(string accept)
    {
        (await Get("/whatsapp", accept)).Problem(404, "not_found");
        Assert.Equal(Script, (await Get("/assets/index-Ab12Cd34.js", accept)).Body);
        Assert.Equal(Page, (await Get("/", accept)).Body);
    }

    [Fact]
    public async Task What_is_named_after_its_content_is_kept_for_a_year_and_the_rest_is_asked_for_again()
    {
        var script = await Get("/assets/index-Ab12Cd34.js");
        Assert.Equal("public, max-age=31536000, immutable", Assert.Single(script.Message.Headers.GetValues("Cache-Control")));
        Assert.Equal("text/javascript; charset=utf-8", script.Message.Content.Headers.ContentType?.ToString());
        var icon = await Get("/icon.svg");
        Assert.Equal(("image/svg+xml", true), (icon.Message.Content.Headers.ContentType?.ToString(), icon.Message.Headers.CacheControl?.NoCache));
    }

    [Fact]
    public async Task Who_has_it_already_is_told_so()
    {
        foreach (var path in (string[])["/", "/assets/index-Ab12Cd34.js"])
        {
            var first = await Get(path);
            var again = await Ask(HttpMethod.Get, path, ("If-None-Match", first.Message.Headers.ETag!.ToString()));
            Assert.Equal((HttpStatusCode.NotModified, ""), (again.Status, again.Body));
            Assert.Equal(HttpStatusCode.OK, (await Ask(HttpMethod.Get, path, ("If-None-Match", "\"another\""))).Status);
        }
    }

    [Theory, InlineData("br"), InlineData("gzip")]
    public async Task Texts_are_compressed_for_whoever_takes_it(string encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/index-Ab12Cd34.js");
        request.Headers.Add("Accept-Encoding", $"deflate, {encoding}");
        using var answer = await built.Stage.Anyone.SendAsync(request);
        Assert.Equal(encoding, Assert.Single(answer.Content.Headers.ContentEncoding));
        Assert.Equal("Accept-Encoding", Assert.Single(answer.Headers.Vary));
        Assert.NotEqual((await Get("/assets/index-Ab12Cd34.js")).Message.Headers.ETag, answer.Headers.ETag);

        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(bytes.Length < Script.Length / 10, $"{bytes.Length} bytes");
        using var body = new MemoryStream(bytes);
        using var text = new StreamReader(encoding == "br" ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress));
        Assert.Equal(Script, await text.ReadToEndAsync());
    }

    [Fact]
    public async Task Pictures_and_whoever_refuses_get_the_bytes_as_they_are()
    {
        Assert.Empty((await Ask(HttpMethod.Get, "/assets/dot-Ab12Cd34.png", ("Accept-Encoding", "br, gzip"))).Message.Content.Headers.ContentEncoding);
        Assert.Empty((await Ask(HttpMethod.Get, "/", ("Accept-Encoding", "br;q=0, gzip;q=0"))).Message.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Asked_for_the_head_it_gives_no_body()
    {
        var head = await Ask(HttpMethod.Head, "/whatsapp", ("Accept", AsPage));
        Assert.Equal((HttpStatusCode.OK, "", (long?)Page.Length), (head.Status, head.Body, head.Message.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task Without_a_build_the_front_page_says_what_is_missing_and_everything_else_works()
    {
        await using var bare = await Stage.Bare();
        var front = await bare.Get(bare.Anyone, "/");
        Assert.Equal((HttpStatusCode.OK, "text/plain"), (front.Status, front.Message.Content.Headers.ContentType?.MediaType));
        Assert.Contains("dotnet build src/Orleans.WhatsApp.Silo", front.Body, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/whatsapp");
        request.Headers.Add("Accept", AsPage);
        (await Answer.Of(bare.Anyone.SendAsync(request))).Problem(404, "not_found");
        (await bare.Get(bare.Anyone, "/health/live")).Ok();
    }

    private Task<Answer> Get(string path, string accept = "") => Ask(HttpMethod.Get, path, ("Accept", accept));

    private async Task<Answer> Ask(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            if (value.Length > 0) request.Headers.TryAddWithoutValidation(name, value);
        return await Answer.Of(built.Stage.Anyone.SendAsync(request));
    }

    /// <summary>A stage with a build.</summary>
    public sealed class Built : IAsyncLifetime
    {
        public Stage Stage { get; } = new();

        public async Task InitializeAsync()
        {
            Directory.CreateDirectory(Path.Combine(Stage.DashboardFolder, "assets"));
            await Put("index.html", Encoding.UTF8.GetBytes(Page));
            await Put("icon.svg", "<svg/>"u8.ToArray());
            await Put("assets/index-Ab12Cd34.js", Encoding.UTF8.GetBytes(Script));
            await Put("assets/dot-Ab12Cd34.png", [0x89, 0x50, 0x4E, 0x47]);
            await Stage.InitializeAsync();

            Task Put(string name, byte[] content) => File.WriteAllBytesAsync(Path.Combine(Stage.DashboardFolder, name), content);
        }

        public Task DisposeAsync() => ((IAsyncLifetime)Stage).DisposeAsync();
    }
}
