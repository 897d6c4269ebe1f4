using System.Globalization;

namespace Orleans.WhatsApp.Benchmarks.Load;

/// <summary>What the medians come to beside each other: machines differ, ratios less.</summary>
internal static class IntakeRatios
{
    private const double LongestP99 = 25;

    public static async Task Write(IReadOnlyDictionary<string, IntakeLine> medians, TextWriter output)
    {
        await output.WriteLineAsync("\n| Ratio of the medians | is | required | |\n|---|---|---|---|");
        foreach (var database in (string[])[InstalledDatabase.Postgres, InstalledDatabase.Sqlite])
        {
            await Ratio(IntakeTable.Intake(database), IntakeTable.Fastify, 4);
            await Ratio(IntakeTable.Intake(database), IntakeTable.Kestrel, null);
            await Ratio(IntakeTable.Intake(database), IntakeTable.OneRow, 2);
            await Ratio(IntakeTable.Intake(database), IntakeTable.OneRowAtBest, 2);
            await Ratio(IntakeTable.Intake(database), IntakeTable.ManyRows, null);
            await Ratio(IntakeTable.Intake(database), IntakeTable.Bare, 0.3);
            await Ratio(IntakeTable.Decisions(database), IntakeTable.Intake(database), 0.5);
            if (medians.TryGetValue(IntakeTable.Intake(database), out var intake))
                await Line($"p99 of {IntakeTable.Intake(database)}", $"{Number(intake.P99)} ms", $"under {LongestP99} ms", intake.P99 < LongestP99);
        }

        await Ratio(IntakeTable.Intake(InstalledDatabase.Sqlite), IntakeTable.Intake(InstalledDatabase.Postgres), 0.5);
        await Ratio(IntakeTable.Decisions(InstalledDatabase.Sqlite), IntakeTable.Decisions(InstalledDatabase.Postgres), null);

        async Task Ratio(string one, string other, double? least)
        {
            if (!medians.TryGetValue(one, out var above) || !medians.TryGetValue(other, out var below)) return;
            var ratio = above.PerSecond / below.PerSecond;
            await Line($"{one} / {other}", Number(ratio), least is { } required ? $"at least {Number(required)}" : "", least is null ? null : ratio >= least);
        }

        Task Line(string what, string value, string required, bool? kept) =>
            output.WriteLineAsync($"| {what} | {value} | {required} | {kept switch { true => "kept", false => "**missed**", null => "" }} |");
    }

    private static string Number(double value) => value.ToString(value < 10 ? "0.0#" : "0", CultureInfo.InvariantCulture);
}
