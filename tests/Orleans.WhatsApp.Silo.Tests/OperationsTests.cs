using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Silo.Health;

namespace Orleans.WhatsApp.Silo;

public sealed class OperationsTests(Stage stage) : IClassFixture<Stage>
{
    [Fact]
    public async Task A_process_that_has_started_is_ready_until_it_is_about_to_stop()
    {
        Assert.Equal("live", (await stage.Get(stage.Anyone, "/health/live")).Ok().GetProperty("status").GetString());
        Assert.Equal("ready", (await stage.Get(stage.Anyone, "/health/ready")).Ok().GetProperty("status").GetString());
        var readiness = stage.Services.GetRequiredService<Readiness>();
        readiness.Withdraw();
        Assert.Equal("stopping", (await stage.Get(stage.Anyone, "/health/ready")).Ok(HttpStatusCode.ServiceUnavailable)
            .GetProperty("status").GetString());
        readiness.Complete();
    }

    [Fact]
    public async Task Health_says_what_runs_and_how_far_behind_it_is()
    {
        var health = (await stage.Get(stage.Anyone, "/health")).Ok();
        Assert.Equal("sqlite", health.GetProperty("storage").GetString());
        Assert.Equal(Hosting.Runtime.Name, health.GetProperty("runtime").GetString());
        Assert.Equal(0, health.GetProperty("backlog").GetProperty("open_sends").GetInt32());
        var cluster = health.GetProperty("cluster");
        var silo = Assert.Single(cluster.GetProperty("silos").EnumerateArray());
        Assert.Equal("active", silo.GetProperty("status").GetString());
        Assert.Equal(16, silo.GetProperty("activations").GetProperty("sweep").GetInt32());
        Assert.Equal(16, cluster.GetProperty("reminders").GetInt32());
        Assert.Equal(JsonValueKind.Object, (await stage.Get(stage.Anyone, "/stats")).Ok().GetProperty("counters").ValueKind);
    }

    [Fact]
    public async Task Metrics_are_text_for_Prometheus()
    {
        (await stage.Webhook(new FakeBody("group", Stage.Account))).Ok();
        var metrics = await stage.Get(stage.Anyone, "/metrics");
        Assert.Equal("text/plain", metrics.Message.Content.Headers.ContentType?.MediaType);
        Assert.Contains("# TYPE whatsapp_webhooks_total counter", metrics.Body, StringComparison.Ordinal);
        Assert.Contains("whatsapp_store_up 1", metrics.Body, StringComparison.Ordinal);
        Assert.Contains("whatsapp_backlog_open_sends 0", metrics.Body, StringComparison.Ordinal);
        foreach (var line in metrics.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Assert.Matches(@"^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+=""(\\.|[^""\\])*"",?)+\})? [-+0-9.Ee]+)$", line);
    }

    [Fact]
    public async Task Every_kind_of_instrument_is_shown_and_tags_are_bounded()
    {
        var meter = stage.Services.GetRequiredService<IMeterFactory>().Create("Orleans.WhatsApp.Test");
        var histogram = meter.CreateHistogram<double>("test.duration", "s");
        histogram.Record(0.02);
        histogram.Record(20);
        meter.CreateObservableGauge("test.level", () => 7);
        var counter = meter.CreateCounter<long>("test.kinds");
        for (var i = 0; i < 1000; i++) counter.Add(1, new KeyValuePair<string, object?>("kind", i));
        var pairs = meter.CreateCounter<long>("test.pairs");
        var (one, two) = (new KeyValuePair<string, object?>("one", "1"), new KeyValuePair<string, object?>("two", 2));
        for (var i = 0; i < 3; i++)
        {
            pairs.Add(1, one, two);
            pairs.Add(1, two, one);
            pairs.Add(1, one);
        }

        meter.CreateCounter<long>("test.quoted").Add(1, new KeyValuePair<string, object?>("text", "a \"b\"\n"));
        stage.Services.GetRequiredService<IMeterFactory>().Create("Somebody.Else").CreateCounter<long>("foreign").Add(1);

        var text = (await stage.Get(stage.Anyone, "/metrics")).Body;
        Assert.Contains("test_duration_seconds_bucket{le=\"0.025\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("test_duration_seconds_bucket{le=\"+Inf\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("test_duration_seconds_count 2\n", text, StringComparison.Ordinal);
        Assert.Contains("test_level 7\n", text, StringComparison.Ordinal);
        Assert.Contains("test_pairs_total{one=\"1\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("test_pairs_total{one=\"1\",two=\"2\"} 6\n", text, StringComparison.Ordinal);
        Assert.Contains("test_quoted_total{text=\"a \\\"b\\\"\\n\"} 1\n", text, StringComparison.Ordinal);
        Assert.InRange(Regex.Count(text, "test_kinds_total\\{"), 2, 250);
        Assert.Contains("test_kinds_total{overflow=\"true\"}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("foreign", text, StringComparison.Ordinal);
        meter.Dispose();
    }

    [Fact]
    public async Task The_description_lists_every_route_with_what_it_answers()
    {
        var description = (await stage.Get(stage.Anyone, "/openapi/v1.json")).Ok();
        var described = description.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"))
                .Order().ToArray();
        var routed = stage.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not { ExcludeFromDescription: true })
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
                .Select(method => $"{method} /{Regex.Replace(endpoint.RoutePattern.RawText!.Trim('/'), ":guid", "")}")).Order().ToArray();
        Assert.Equal(routed, described);
        Assert.True(described.Length >= 35, $"{described.Length} routes");

        Assert.Equal("http", description.GetProperty("components").GetProperty("securitySchemes").GetProperty("Bearer").GetProperty("type")
            .GetString());
        foreach (var path in description.GetProperty("paths").EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject())
            {
                Assert.True(operation.Value.TryGetProperty("tags", out _), $"{path.Name} has no tag");
                Assert.Contains(operation.Value.GetProperty("responses").EnumerateObject(), response => response.Name.StartsWith('2'));
                var isGuarded = path.Name.StartsWith("/api/", StringComparison.Ordinal)
                    && path.Name is not ("/api/auth/login" or "/api/auth/refresh" or "/api/auth/accept" or "/api/auth/logout" or "/api/info");
                Assert.Equal(isGuarded, operation.Value.TryGetProperty("security", out _));
            }

        var chat = description.GetProperty("components").GetProperty("schemas").GetProperty("ChatView").GetProperty("properties");
        Assert.Equal("string", chat.GetProperty("createdAt").GetProperty("type").GetString());
        Assert.True(chat.TryGetProperty("_id", out _) && chat.TryGetProperty("session_grace_deadline", out _)
            && chat.TryGetProperty("createdAt", out _));
    }

    [Fact]
    public async Task The_front_page_says_where_to_look() =>
        Assert.Contains("/openapi/v1.json", (await stage.Get(stage.Anyone, "/")).Body, StringComparison.Ordinal);
}
