using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace Orleans.Embedded.Tests.EmbeddedOnly;

/// <summary>The queries of <c>deploy/sql</c> are those that the genuine AdoNet providers ask for: same keys, no parameter that they do not give.</summary>
public sealed partial class DeploySqlTests
{
    // A column and a setting of theirs.
    private static readonly string[] NoQueries = ["QueryKey", "SerializerKey"];

    private readonly HashSet<string> _words = [.. new[] { "Persistence", "Reminders", "Clustering" }.SelectMany(Words)];
    private readonly string _script = string.Concat(Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "sql"), "*.sql").Order().Select(File.ReadAllText));

    [Fact]
    public void Every_query_that_a_provider_asks_for_is_there_and_no_other()
    {
        var asked = _words.Where(word => AKey().IsMatch(word)).Except(NoQueries).Order(StringComparer.Ordinal).ToList();
        var given = AQuery().Matches(_script).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal).ToList();
        Assert.True(asked.Count > 10, $"only {asked.Count} keys were found in the providers");
        Assert.Equal(asked, given);
    }

    [Fact]
    public void Every_parameter_is_one_that_a_provider_gives()
    {
        var named = AParameter().Matches(_script).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(_words));
    }

    // What the code loads as a string: the keys and the parameters' names are among it.
    private static List<string> Words(string provider)
    {
        var package = $"microsoft.orleans.{provider}.adonet".ToLowerInvariant();
        var path = Path.Combine(Metadata("NuGetPackageRoot"), package, Metadata("OrleansVersion"), "lib", "net10.0", $"Orleans.{provider}.AdoNet.dll");
        var reader = new PEReader(ImmutableArray.Create(File.ReadAllBytes(path))).GetMetadataReader();
        var words = new List<string>();
        for (var at = reader.GetNextHandle(MetadataTokens.UserStringHandle(0)); !at.IsNil; at = reader.GetNextHandle(at)) words.Add(reader.GetUserString(at));
        return words;
    }

    private static string Metadata(string key) => typeof(DeploySqlTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;

    [GeneratedRegex(@"^[A-Z][A-Za-z0-9]+Key$")]
    private static partial Regex AKey();

    [GeneratedRegex(@"^\('(\w+)', \$\$$", RegexOptions.Multiline)]
    private static partial Regex AQuery();

    [GeneratedRegex(@"@(\w+)")]
    private static partial Regex AParameter();
}
