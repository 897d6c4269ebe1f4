using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Metadata;
using Orleans.Serialization;
using Orleans.Serialization.TypeSystem;

namespace Orleans.WhatsApp.Grains.Shapes;

/// <summary>What a silo of an earlier version puts on the wire, read with this version's code by Orleans' own serialiser.</summary>
public sealed class WireSampleTests : IDisposable
{
    /// <summary>Set to <c>true</c>, the test below writes the samples that are missing, and only those.</summary>
    private const string WriteMissing = "WRITE_WIRE_SAMPLES";

    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    private Serializer Serializer => _services.GetRequiredService<Serializer>();

    public static TheoryData<string> Samples => [.. WireSample.All.Select(sample => sample.Name)];

    [Theory, MemberData(nameof(Samples))]
    public void A_value_of_an_earlier_version_can_still_be_read(string name)
    {
        var sample = WireSample.All.Single(sample => sample.Name == name);
        var type = WireTypes.Travelling.SingleOrDefault(type => WireTypes.Alias(type) == sample.Alias);
        Assert.True(type is not null, $"No type has the alias {sample.Alias} any more, though a version before may still send it.");

        var read = Serializer.Deserialize<object>(sample.Bytes);

        Assert.Equal(type.IsEnum ? type.MakeArrayType() : type, read?.GetType());
        Assert.Equal("", string.Join('\n', Lost(sample.Value, WireSample.Said(read!), sample.Alias)));
    }

    [Fact]
    public void Every_type_that_travels_has_a_sample_of_its_present_shape()
    {
        var missing = (
            from type in WireTypes.Travelling
            where !type.IsAbstract
            let alias = WireTypes.Alias(type)
            let filled = Filled.Of(type)
            let said = WireSample.Said(filled)
            let known = WireSample.All.Where(sample => sample.Alias == alias).ToList()
            where !known.Any(sample => JsonNode.DeepEquals(sample.Value, said))
            select new WireSample($"{alias}.{known.Count + 1}.json", said, Serializer.SerializeToArray<object>(filled))).ToList();

        if (Environment.GetEnvironmentVariable(WriteMissing) == "true") missing.ForEach(sample => sample.Write());
        Assert.True(missing.Count == 0, $"""
            Without a sample: {string.Join(", ", missing.Select(sample => sample.Name))}.
            Run this test once with {WriteMissing}=true: it writes them into OrleansOnly/Samples, to be committed with the change. Samples that are there are what
            earlier versions say: they are never written again.
            """);
    }

    /// <summary>The approved text says what the attributes say; this is what Orleans makes of it.</summary>
    [Fact]
    public void A_grain_interface_travels_under_its_alias()
    {
        var names = new GrainInterfaceTypeResolver([], _services.GetRequiredService<TypeConverter>());
        Assert.All(WireTypes.Interfaces, type => Assert.Equal(WireTypes.Alias(type), names.GetGrainInterfaceType(type).ToString()));
    }

    /// <summary>Members that are gone or say something else; new ones are no loss.</summary>
    private static IEnumerable<string> Lost(JsonNode? said, JsonNode? read, string path) => (said, read) switch
    {
        (JsonObject before, JsonObject now) => before.SelectMany(member => Lost(member.Value, now[member.Key], $"{path}.{member.Key}")),
        (JsonArray before, JsonArray now) when before.Count == now.Count => before.SelectMany((item, place) => Lost(item, now[place], $"{path}[{place}]")),
        _ => JsonNode.DeepEquals(said, read) ? [] : [$"{path}: {said?.ToJsonString() ?? "null"} reads as {read?.ToJsonString() ?? "null"}"],
    };
}
