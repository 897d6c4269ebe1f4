using System.Reflection;

namespace Orleans.Embedded.Tests.EmbeddedOnly;

public sealed class MirroredSurfaceTests
{
    private static readonly string ApprovedPath = Path.Combine(AppContext.BaseDirectory, "EmbeddedOnly", "unverified-members.txt");

    private readonly PublicSurface _ours = new(typeof(Grain).Assembly.Location);
    private readonly Dictionary<string, PublicSurface> _whole = Read("Core.Abstractions", "TestingHost");
    private readonly Dictionary<string, PublicSurface> _providers = Read("Persistence.AdoNet", "Reminders.AdoNet", "Clustering.AdoNet");

    [Fact]
    public void Every_public_member_is_the_one_that_Orleans_has()
    {
        var wrong = (
            from type in _ours.Types
            let theirs = TheirsOf(type.Key)
            where theirs is not null
            from line in type.Value
            where !theirs.Contains(line)
            select $"{type.Key}: {line}\n    there: {string.Join("\n           ", theirs.Where(other => SameName(other, line)))}").ToList();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void A_member_that_cannot_be_compared_is_listed_under_the_absent_assembly_that_holds_it()
    {
        var listed = new List<string>();
        var holders = new List<string>();
        var type = "";
        foreach (var line in File.ReadLines(ApprovedPath).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (!line.StartsWith(' ')) holders.Add(line);
            else if (!line.StartsWith("    ", StringComparison.Ordinal)) type = line.Trim();
            else listed.Add($"{type}: {line.Trim()}");
        }

        var unverified = (
            from ours in _ours.Types
            where TheirsOf(ours.Key) is null
            from line in ours.Value
            select $"{ours.Key}: {line}").ToList();

        Assert.All(holders, holder => Assert.False(_whole.ContainsKey(holder), $"{holder} is here: compare with it instead."));
        Assert.True(listed.Order(StringComparer.Ordinal).SequenceEqual(unverified.Order(StringComparer.Ordinal)),
            $"not listed:\n{string.Join('\n', unverified.Except(listed))}\nlisted, but not there:\n{string.Join('\n', listed.Except(unverified))}");
    }

    [Fact]
    public void What_the_AdoNet_providers_implement_and_use_has_the_signature_that_they_know()
    {
        var known = _providers.Values.SelectMany(assembly => assembly.Implementations().Concat(assembly.Uses())).Distinct().ToList();
        var compared = 0;
        var wrong = new List<string>();
        foreach (var (type, name, signature) in known)
        {
            if (!_ours.Types.TryGetValue(type, out var lines)) continue;
            var parameters = signature.Split(") : ")[0].Count(letter => letter == ',');
            var ours = lines.Where(line => SameName(line, name)).ToList();
            if (ours.Count == 0 || ours.TrueForAll(line => line.Split(") : ")[0].Count(letter => letter == ',') != parameters)) continue;
            compared++;
            if (!ours.Exists(line => line.Contains($" {signature} ", StringComparison.Ordinal))) wrong.Add($"{type}.{name} {signature}");
        }

        Assert.Empty(wrong);
        Assert.True(compared > 20, $"only {compared} members were compared");
    }

    private IReadOnlySet<string>? TheirsOf(string type) =>
        _whole.Values.Select(assembly => assembly.Types.GetValueOrDefault(type)).FirstOrDefault(found => found is not null);

    private static Dictionary<string, PublicSurface> Read(params string[] packages) => packages.ToDictionary(
        package => $"Orleans.{package}",
        package => new PublicSurface(Path.Combine(Metadata("NuGetPackageRoot"), $"microsoft.orleans.{package}".ToLowerInvariant(),
            Metadata("OrleansVersion"), "lib", "net10.0", $"Orleans.{package}.dll")));

    private static bool SameName(string line, string other) => NameIn(line) == NameIn(other);

    private static string NameIn(string line) =>
        line.Split(" (")[0].Split('<')[0].Split(' ') is var words && words[0] is "field" ? words[1] : words[^1];

    private static string Metadata(string key) => typeof(MirroredSurfaceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
