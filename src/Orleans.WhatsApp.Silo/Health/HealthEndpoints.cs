using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans.WhatsApp.Grains.Sweeps;

namespace Orleans.WhatsApp.Silo.Health;

/// <summary>For operations: no tenant's data, no sign-in.</summary>
internal static class HealthEndpoints
{
    /// <summary>Without the commit that a build may append.</summary>
    internal static readonly string Version =
        typeof(HealthEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? "0.0.0";

    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("operations");
        group.MapGet("/health/live", Live).WithName("Live").WithSummary("The process runs.");
        group.MapGet("/health/ready", Ready).WithName("Ready").WithSummary("The start is complete and the store answers.");
        group.MapGet("/health", Health).WithName("Health").WithSummary("What runs here and how far behind it is.");
        group.MapGet("/stats", Stats).WithName("Stats").WithSummary("Counters as JSON.");
        group.MapGet("/metrics", Metrics).WithName("Metrics").WithSummary("Counters for Prometheus.").Produces<string>(200, "text/plain");
        return routes;
    }

    private static Ok<HealthWord> Live() => TypedResults.Ok(new HealthWord("live"));

    private static async Task<Results<Ok<HealthWord>, JsonHttpResult<HealthWord>>> Ready(Readiness readiness, StoreProbe store)
    {
        var word = await Word(readiness, store);
        return word == "ready"
            ? TypedResults.Ok(new HealthWord(word))
            : TypedResults.Json(new HealthWord(word), statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Ok<HealthView>> Health(Readiness readiness, StoreProbe store, ClusterProbe cluster, Uptime uptime, IConfiguration configuration) =>
        TypedResults.Ok(new HealthView(
        await Word(readiness, store),
        Version,
        Hosting.Runtime.Name,
        string.IsNullOrWhiteSpace(configuration.GetConnectionString("Postgres")) ? "sqlite" : "postgres",
        uptime.StartedAt,
        uptime.Seconds,
        BacklogView.Of(await store.Backlog()),
        await cluster.View()));

    private static async Task<Ok<StatsReport>> Stats(StoreProbe store, Measurements measurements, Uptime uptime) =>
        TypedResults.Ok(new StatsReport(
        uptime.Seconds,
        BacklogView.Of(await store.Backlog()),
        measurements.Read().Where(series => series.Value.Kind != SeriesKind.Histogram)
            .SelectMany(series => series.Value.Values(), (series, cell) => (Name: Named(series.Key, cell.Key), cell.Value.Sum))
            .ToDictionary(one => one.Name, one => one.Sum)));

    private static string Named(string series, string labels) => labels.Length > 0 ? $"{series}{{{labels}}}" : series;

    private static async Task<ContentHttpResult> Metrics(StoreProbe store, Measurements measurements, TimeProvider clock) =>
        TypedResults.Text(Prometheus.Write(measurements.Read(), Gauges(await store.Backlog(), clock.GetUtcNow())), Prometheus.ContentType);

    private static IEnumerable<(string, string, double)> Gauges(Backlog? backlog, DateTimeOffset now)
    {
        yield return ("whatsapp_store_up", "1 if the store answers.", backlog is null ? 0 : 1);
        if (backlog is null) yield break;
        yield return ("whatsapp_backlog_overdue_deadlines", "Deadlines that have passed and are not decided.", backlog.OverdueDeadlines);
        yield return ("whatsapp_backlog_oldest_deadline_age_seconds", "Age of the oldest of them.", Age(backlog.OldestDeadline));
        yield return ("whatsapp_backlog_undone_inbox_rows", $"Kept events that are not decided, counted up to {ISweepStore.MostUndoneCounted}.", backlog.UndoneInboxRows);
        yield return ("whatsapp_backlog_oldest_inbox_row_age_seconds", "Age of the oldest of them.", Age(backlog.OldestInboxRow));
        yield return ("whatsapp_backlog_set_aside_inbox_rows", "Kept events that failed five times and wait for somebody to look at them.", backlog.SetAsideInboxRows);
        yield return ("whatsapp_backlog_open_sends", "Sends that are not settled.", backlog.OpenSends);
        yield return ("whatsapp_backlog_oldest_ready_send_age_seconds", "Age of the oldest that waits.", Age(backlog.OldestReadySend));

        double Age(DateTimeOffset? at) => at is { } since && since < now ? (now - since).TotalSeconds : 0;
    }

    private static async Task<string> Word(Readiness readiness, StoreProbe store) =>
        readiness.Stage switch
        {
            Stage.Starting => "starting",
            Stage.Stopping => "stopping",
            _ => await store.Answers() ? "ready" : "store_unavailable",
        };
}

/// <summary>Since when this process serves.</summary>
internal sealed class Uptime(TimeProvider clock)
{
    public DateTimeOffset StartedAt { get; } = clock.GetUtcNow();

    public long Seconds => (long)(clock.GetUtcNow() - StartedAt).TotalSeconds;
}
