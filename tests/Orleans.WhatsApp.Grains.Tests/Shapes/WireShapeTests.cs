namespace Orleans.WhatsApp.Grains.Shapes;

/// <summary>
/// During a rolling upgrade a silo of the version before and one of this version talk to each other. These tests say what must be there for that, and hold
/// what this version says against what was approved. See docs/decisions/007-shapes.md.
/// </summary>
public sealed class WireShapeTests
{
    private const string Retired = "retired ";

    private static readonly string ApprovedPath = Path.Combine(AppContext.BaseDirectory, "Samples", "wire-shapes.txt");

    private static string[] Approved => [.. File.ReadLines(ApprovedPath).Where(line => line.Length > 0 && line[0] != '#')];

    [Fact]
    public void Every_type_that_travels_is_marked_and_has_an_alias() => Assert.All(WireTypes.Travelling, type =>
    {
        Assert.True(type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false), $"{type} has no [GenerateSerializer].");
        Assert.False(string.IsNullOrEmpty(WireTypes.Alias(type)), $"{type} has no [Alias]: renaming the class would cut the versions off from each other.");
    });

    [Fact]
    public void Every_member_that_travels_has_a_number_of_its_own() => Assert.All(WireTypes.Travelling, type =>
    {
        var members = WireTypes.Members(type).ToList();
        Assert.All(members, member => Assert.True(member.Id is not null, $"{type}.{member.Name} has no [Id]: Orleans would leave it behind or count by its place."));
        Assert.Equal(members.Count, members.DistinctBy(member => member.Id).Count());
    });

    [Fact]
    public void Every_grain_interface_and_every_method_has_an_alias() => Assert.All(WireTypes.Interfaces, grain =>
    {
        Assert.False(string.IsNullOrEmpty(WireTypes.Alias(grain)), $"{grain} has no [Alias].");
        var methods = WireTypes.Methods(grain).ToList();
        Assert.All(methods, method => Assert.False(string.IsNullOrEmpty(WireTypes.Alias(method)), $"{grain}.{method.Name} has no [Alias]."));
        Assert.Equal(methods.Count, methods.DistinctBy(WireTypes.Alias).Count());
    });

    /// <summary>Orleans keeps the aliases of types and of grain interfaces in one list.</summary>
    [Fact]
    public void No_two_types_or_grain_interfaces_share_an_alias() =>
        Assert.Empty(WireTypes.Travelling.Concat(WireTypes.Interfaces).GroupBy(WireTypes.Alias).Where(alias => alias.Count() > 1).Select(alias => alias.Key));

    [Fact]
    public void Every_grain_class_has_an_explicit_name_of_its_own()
    {
        Assert.All(WireTypes.GrainClasses, type => Assert.False(
            string.IsNullOrEmpty(WireShapes.GrainType(type)), $"{type} has no [GrainType]: reminders are stored under it, and renaming the class would lose them."));
        Assert.Equal(WireTypes.GrainClasses.Count, WireTypes.GrainClasses.DistinctBy(WireShapes.GrainType).Count());
    }

    [Fact]
    public void The_shapes_are_those_that_were_approved()
    {
        var approved = WithBlock(Approved).Where(line => !IsRetired(line)).ToList();
        var ours = WithBlock(WireShapes.Lines).ToList();
        var differences = approved.Except(ours).Select(line => $"- {line}").Concat(ours.Except(approved).Select(line => $"+ {line}")).ToList();

        Assert.True(differences.Count == 0, $"""
            What travels between silos is not what Samples/wire-shapes.txt says (- approved, + this code):

            {string.Join('\n', differences.OrderBy(line => line[2..], StringComparer.Ordinal))}

            To accept a change that was meant, write it into that file, in the commit that makes it, and say there why the version before can live with it.
            Safe: a new type; a new member under a new id that readers can do without; another member name under the same id; a new method or a new word of an
            enum that nobody uses before the release after.
            Never: an id, an enum's number or an alias with another meaning or type; other parameters of a method (make a new one); another name of a grain class;
            a removed or renamed alias, member, method or word while a version that knows it may run. What is removed leaves a line "retired <id or alias>" behind.
            """);
    }

    [Fact]
    public void What_was_retired_is_not_used_again()
    {
        var used = WithBlock(WireShapes.Lines).Select(Key).ToHashSet();
        Assert.All(WithBlock(Approved).Where(IsRetired), line => Assert.DoesNotContain(Key(line.Replace(Retired, "", StringComparison.Ordinal)), used));
    }

    private static bool IsRetired(string line) => line.Contains(Retired, StringComparison.Ordinal);

    /// <summary><c>type agent-view | 2</c>: an id within its block, whatever name and type it has.</summary>
    private static string Key(string line) => line.Split(" | ") is [var block, var inBlock]
        ? $"{block.Split(" : ")[0]} | {inBlock.Split(' ')[0]}"
        : line.Split(" : ")[0];

    private static IEnumerable<string> WithBlock(IEnumerable<string> lines)
    {
        var block = "";
        foreach (var line in lines)
        {
            var isInBlock = line[0] == ' ';
            if (!isInBlock) block = line;
            yield return isInBlock ? $"{block} | {line.TrimStart()}" : line;
        }
    }
}
