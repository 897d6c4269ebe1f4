using System.Text.RegularExpressions;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.EndToEnd;

/// <summary>An alarm on a name that nobody renders never rings.</summary>
public sealed partial class What_operators_watch
{
    [Fact]
    public async Task Every_metric_of_the_alarms_and_the_manual_is_shown_and_every_metric_shown_is_in_the_manual()
    {
        await using var business = await Business.Open(graceSeconds: 1);
        // Some are shown from the first conversation on.
        var contact = business.World.Contact("+905551112233", "Ayşe");
        contact.Write("Hello");
        await business.Eventually("the answer", () => Task.FromResult(contact.Received.Count > 0));

        var shown = Shown().Matches(await business.Http.GetStringAsync("/metrics")).Select(match => match.Groups[1].Value).ToArray();
        var manual = Named("docs/operations.md");
        Assert.NotEmpty(Named("deploy/prometheus/alerts.yml"));
        Assert.Empty(Named("deploy/prometheus/alerts.yml").Except(shown));
        Assert.Empty(manual.Except(shown));
        Assert.Empty(shown.Except(manual));
    }

    private static string[] Named(string file) => [.. Metric().Matches(Repository.Text(file)).Select(match => match.Value).Distinct()];

    [GeneratedRegex(@"^# TYPE (\w+) ", RegexOptions.Multiline)]
    private static partial Regex Shown();

    [GeneratedRegex(@"\bwhatsapp_\w+")]
    private static partial Regex Metric();
}
