using Orleans.Embedded.Tests.Conformance;

namespace Orleans.Embedded.Tests.EmbeddedOnly;

public sealed record Unmarked(string Text);

[GenerateSerializer]
public sealed record Unnumbered(string Text)
{
    public int Forgotten { get; init; }
}

[GenerateSerializer]
public sealed record Hollow(HttpClient Client);

public interface IRefusalGrain : IGrainWithStringKey
{
    Task Take(Unmarked value);

    Task Take(Unnumbered value);

    Task Take(Hollow value);

    Task<Unmarked> Give();
}

[GrainType("refusal")]
public sealed class RefusalGrain : Grain, IRefusalGrain
{
    public Task Take(Unmarked value) => Task.CompletedTask;

    public Task Take(Unnumbered value) => Task.CompletedTask;

    public Task Take(Hollow value) => Task.CompletedTask;

    public Task<Unmarked> Give() => Task.FromResult(new Unmarked("x"));
}

/// <summary>What would only show on a real cluster, or at its build, is refused here with a message.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private TestCluster _test = null!;

    private IRefusalGrain Grain => _test.Grains.GetGrain<IRefusalGrain>("a");

    public async Task InitializeAsync() => _test = await TestCluster.Start();

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task A_type_without_a_serialiser_does_not_travel()
    {
        Assert.Contains("GenerateSerializer", (await Refused(() => Grain.Take(new Unmarked("x")))).Message, StringComparison.Ordinal);
        await Refused(Grain.Give);
    }

    [Fact]
    public async Task A_member_without_a_number_is_not_silently_lost() =>
        Assert.Contains("Forgotten", (await Refused(() => Grain.Take(new Unnumbered("x")))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task An_object_of_the_framework_does_not_travel_hollow()
    {
        using var client = new HttpClient();
        await Refused(() => Grain.Take(new Hollow(client)));
    }

    [Fact]
    public async Task A_grain_does_not_travel_in_place_of_its_reference()
    {
        var other = _test.Grains.GetGrain<ICallGrain>("b");
        Assert.Contains("AsReference", await _test.Grains.GetGrain<ICallGrain>("a").SelfRaw(other).Soon(), StringComparison.Ordinal);
    }

    private static Task<NotSupportedException> Refused(Func<Task> call) => Assert.ThrowsAnyAsync<NotSupportedException>(() => call().Soon());
}
