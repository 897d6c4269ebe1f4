using System.Text.RegularExpressions;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Silo;

public sealed partial class LogEventTests
{
    /// <summary>Operators look for a line by its number, and alarms are made of them.</summary>
    [Fact]
    public void Every_log_line_has_a_number_of_its_own()
    {
        var numbers = Repository.Files("src", ".cs").Where(path => !path.Contains("Orleans.Embedded/", StringComparison.Ordinal))
            .SelectMany(path => Number().Matches(Repository.Text(path)).Select(match => match.Groups[1].Value)).ToList();
        Assert.InRange(numbers.Count, 30, 10_000);
        Assert.Empty(numbers.GroupBy(number => number).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [GeneratedRegex(@"EventId = (\d+)")]
    private static partial Regex Number();
}
