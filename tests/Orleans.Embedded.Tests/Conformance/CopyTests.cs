using System.Collections.Immutable;

namespace Orleans.Embedded.Tests.Conformance;

[GenerateSerializer]
public abstract record Shape
{
    [GenerateSerializer]
    public sealed record Circle(double Radius) : Shape;

    [GenerateSerializer]
    public sealed record Group(ImmutableArray<Shape> Parts, string? Name) : Shape;

    private protected Shape()
    {
    }

    [Id(0)]
    public string Colour { get; init; } = "none";
}

[GenerateSerializer]
public readonly record struct ShapeId(Guid Value);

[GenerateSerializer]
public class Folder
{
    [Id(0)]
    private readonly List<string> _names = [];

    public IReadOnlyList<string> Names => _names;

    [Id(1)]
    public Dictionary<ShapeId, List<int?>> Numbers { get; private set; } = [];

    public void Add(string name) => _names.Add(name);
}

[GenerateSerializer]
public sealed class Drawer : Folder
{
    [Id(0)]
    public (int Width, string Label) Size { get; set; }
}

[GenerateSerializer]
public sealed record Everything(
    DateTimeOffset At,
    DateTime Utc,
    TimeSpan For,
    Guid Id,
    byte[] Bytes,
    decimal Money,
    double Odd,
    int? Maybe,
    DayOfWeek Day,
    Uri Link,
    IReadOnlyList<Shape> Shapes,
    ImmutableDictionary<string, ShapeId> Ids,
    HashSet<string> Set,
    object Anything);

public interface ICopyGrain : IGrainWithStringKey
{
    Task Keep(List<string> names);

    Task<List<string>> Kept();

    Task<Shape> Echo(Shape shape);

    Task<Folder> Echo(Folder folder);

    Task<Everything> Echo(Everything everything);

    Task<IReadOnlyList<Shape>> Echo(IReadOnlyList<Shape> shapes);

    Task<Dictionary<string, ICallGrain>> Echo(Dictionary<string, ICallGrain> grains);

    Task<string?> Echo(string? nothing);
}

[GrainType("copy")]
public sealed class CopyGrain : Grain, ICopyGrain
{
    private List<string> _names = [];

    public Task Keep(List<string> names)
    {
        _names = names;
        return Task.CompletedTask;
    }

    public Task<List<string>> Kept() => Task.FromResult(_names);

    public Task<Shape> Echo(Shape shape) => Task.FromResult(shape);

    public Task<Folder> Echo(Folder folder) => Task.FromResult(folder);

    public Task<Everything> Echo(Everything everything) => Task.FromResult(everything);

    public Task<IReadOnlyList<Shape>> Echo(IReadOnlyList<Shape> shapes) => Task.FromResult(shapes);

    public Task<Dictionary<string, ICallGrain>> Echo(Dictionary<string, ICallGrain> grains) => Task.FromResult(grains);

    public Task<string?> Echo(string? nothing) => Task.FromResult(nothing);
}

public sealed class CopyTests : IAsyncLifetime
{
    private TestCluster _test = null!;

    private ICopyGrain Grain => _test.Grains.GetGrain<ICopyGrain>("a");

    public async Task InitializeAsync() => _test = await TestCluster.Start();

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task Caller_and_grain_never_share_an_argument_or_an_answer()
    {
        List<string> mine = ["one"];
        await Grain.Keep(mine);
        mine.Add("two");
        (await Grain.Kept()).Add("three");
        Assert.Equal(["one"], await Grain.Kept());
    }

    [Fact]
    public async Task A_closed_list_of_records_arrives_as_the_records_it_was_sent_as()
    {
        var shape = new Shape.Group([new Shape.Circle(1.5) { Colour = "red" }, new Shape.Group([], null)], "both") { Colour = "blue" };
        var group = Assert.IsType<Shape.Group>(await Grain.Echo(shape).Soon());
        Assert.Equal(("both", "blue", 2), (group.Name, group.Colour, group.Parts.Length));
        Assert.Equal(shape.Parts[0], group.Parts[0]);
        Assert.Empty(((Shape.Group)group.Parts[1]).Parts);
    }

    [Fact]
    public async Task Private_members_and_the_class_itself_come_along()
    {
        var folder = new Drawer { Size = (3, "socks") };
        folder.Add("first");
        folder.Numbers[new(Guid.Empty)] = [1, null];
        var back = Assert.IsType<Drawer>(await Grain.Echo(folder).Soon());
        Assert.Equal(["first"], back.Names);
        Assert.Equal([1, null], back.Numbers[new(Guid.Empty)]);
        Assert.Equal((3, "socks"), back.Size);
    }

    [Fact]
    public async Task All_kinds_of_values_arrive_unchanged()
    {
        var id = new ShapeId(Guid.Parse("6f9619ff-8b86-d011-b42d-00c04fc964ff"));
        var sent = new Everything(
            new(2026, 1, 2, 3, 4, 5, 6, TimeSpan.FromHours(-3)), new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), TimeSpan.FromTicks(123456789),
            id.Value, [1, 2, 3], 12.340m, double.NaN, null, DayOfWeek.Friday, new("https://example.org/a?b=c"), [new Shape.Circle(2)],
            ImmutableDictionary<string, ShapeId>.Empty.Add("k", id), ["x", "ü😀"], new Shape.Circle(9));
        var back = await Grain.Echo(sent).Soon();
        Assert.Equal((sent.At, sent.Utc, sent.Utc.Kind, sent.For, sent.Id), (back.At, back.Utc, back.Utc.Kind, back.For, back.Id));
        Assert.Equal((sent.At.Offset, sent.Money, sent.Odd, sent.Maybe, sent.Day), (back.At.Offset, back.Money, back.Odd, back.Maybe, back.Day));
        Assert.Equal((sent.Link, sent.Anything), (back.Link, back.Anything));
        Assert.Equal(sent.Bytes, back.Bytes);
        Assert.NotSame(sent.Bytes, back.Bytes);
        Assert.Equal(sent.Shapes, back.Shapes);
        Assert.Equal(sent.Ids, back.Ids);
        Assert.Equal(sent.Set, back.Set);
    }

    [Fact]
    public async Task Lists_references_and_nothing_travel()
    {
        Assert.Equal([new Shape.Circle(1)], await Grain.Echo((IReadOnlyList<Shape>)[new Shape.Circle(1)]).Soon());
        var other = _test.Grains.GetGrain<ICallGrain>("other");
        Assert.Equal(other, (await Grain.Echo(new Dictionary<string, ICallGrain> { ["k"] = other }).Soon())["k"]);
        Assert.Null(await Grain.Echo((string?)null).Soon());
    }
}
