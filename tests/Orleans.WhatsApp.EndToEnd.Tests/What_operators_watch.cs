using System.Globalization;
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
        // A permission of Meta's begins like a metric of ours.
        var manual = Named("docs/operations.md").Where(name => !name.StartsWith("whatsapp_business_", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(Named("deploy/prometheus/alerts.yml"));
        Assert.Empty(Named("deploy/prometheus/alerts.yml").Except(shown));
        Assert.Empty(manual.Except(shown));
        Assert.Empty(shown.Except(manual));
    }

    [Fact]
    public async Task No_line_of_a_request_says_its_address_which_may_hold_a_number()
    {
        await using var business = await Business.Open(settings: new Dictionary<string, string> { ["Logs__Json"] = "true", ["Serilog__MinimumLevel__Default"] = "Debug" }, linked: false);
        using var answer = await business.Http.DeleteAsync(new Uri("/api/whatsapp/blacklist/+905551112233", UriKind.Relative));
        await business.Eventually("the request's line", () => Task.FromResult(business.Silo.Output.Contains("blacklist/{phone}", StringComparison.Ordinal)));
        Assert.DoesNotContain("905551112233", business.Silo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_answered_and_what_became_of_the_sends_is_counted()
    {
        await using var business = await Business.Open(graceSeconds: 1);
        var contact = business.World.Contact("+905551112233", "Ayşe");
        contact.Write("Hello");
        await business.Eventually("the agent's answer", () => Task.FromResult(contact.Received.Count == 1));
        await business.Eventually("its counters", async () => await Value("whatsapp_answer_duration_seconds_count{by=\"ai\"}") == 1);
        Assert.Equal(1, await Value("whatsapp_takeovers_total{by=\"ai\"}"));
        Assert.Equal(1, await Value("whatsapp_sends_total{result=\"accepted\",speaker=\"ai\"}"));

        var chat = await business.ChatId();
        await business.Post($"/api/whatsapp/chats/{chat}/takeover", new { });
        contact.Write("Is a person there?");
        await business.Eventually("the question", async () => (await business.Of(chat, "messages")).Any(message => message.GetProperty("text").GetString() == "Is a person there?"));
        await business.Post($"/api/whatsapp/chats/{chat}/send", new { text = "Yes" });
        await business.Eventually("the person's answer", () => Task.FromResult(contact.Received.Count == 2));
        await business.Eventually("its counter", async () => await Value("whatsapp_sends_total{result=\"accepted\",speaker=\"human\"}") == 1);
        Assert.Equal(1, await Value("whatsapp_takeovers_total{by=\"operator\"}"));
        Assert.Equal(1, await Value("whatsapp_answer_duration_seconds_count{by=\"operator\"}"));

        async Task<double?> Value(string series) =>
            (await business.Http.GetStringAsync("/metrics")).Split('\n').FirstOrDefault(line => line.StartsWith($"{series} ", StringComparison.Ordinal)) is { } line
                ? double.Parse(line[(series.Length + 1)..], CultureInfo.InvariantCulture)
                : null;
    }

    private static string[] Named(string file) => [.. Metric().Matches(Repository.Text(file)).Select(match => match.Value).Distinct()];

    [GeneratedRegex(@"^# TYPE (\w+) ", RegexOptions.Multiline)]
    private static partial Regex Shown();

    [GeneratedRegex(@"\bwhatsapp_\w+")]
    private static partial Regex Metric();
}
