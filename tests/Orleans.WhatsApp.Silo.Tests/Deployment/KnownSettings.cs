using System.Text.RegularExpressions;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Silo.Deployment;

/// <summary>
/// Every setting that the product reads, as it is written in an environment. Taken from the sources and not from the loaded classes, since a build holds the
/// options of one grain runtime only.
/// </summary>
internal static partial class KnownSettings
{
    /// <summary>What is read without an options class, with the words by which the sources ask for it.</summary>
    private static readonly Dictionary<string, string> ReadDirectly = new()
    {
        ["ConnectionStrings__Postgres"] = "GetConnectionString(\"Postgres\")",
        ["Storage__Path"] = "\"Storage:Path\"",
        ["Demo__Enabled"] = "\"Demo:Enabled\"",
        ["Demo__SimulatorUrl"] = "\"Demo:SimulatorUrl\"",
        ["Logs__Json"] = "\"Logs:Json\"",
    };

    public static IReadOnlyCollection<string> All { get; } = Find();

    private static HashSet<string> Find()
    {
        var sources = Repository.Files("src", ".cs").Where(path => !path.Contains("Orleans.Embedded/", StringComparison.Ordinal)).Select(Repository.Text).ToArray();
        var known = sources.Where(source => Section().IsMatch(source))
            .SelectMany(source => Property().Matches(source), (source, property) => $"{Section().Match(source).Groups[1].Value}:{property.Groups[1].Value}".Replace(":", "__", StringComparison.Ordinal))
            .ToHashSet();
        foreach (var (name, words) in ReadDirectly)
        {
            Assert.True(sources.Any(source => source.Contains(words, StringComparison.Ordinal)), $"Nothing reads {name} any more.");
            known.Add(name);
        }

        return known;
    }

    [GeneratedRegex(@"class \w+Options\b[\s\S]*?const string Section = ""([\w:]+)""")]
    private static partial Regex Section();

    [GeneratedRegex(@"public [\w<>?]+ (\w+) \{ get; set; \}")]
    private static partial Regex Property();
}
