namespace Orleans.Embedded.Tests.Conformance;

public sealed class CrashTests : IAsyncLifetime
{
    private TestCluster _test = null!;

    public async Task InitializeAsync() => _test = await TestCluster.Start();

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task After_a_crash_the_clients_reference_finds_the_new_silo()
    {
        var grain = _test.Grains.GetGrain<ICallGrain>("a");
        await grain.Say("before");
        await _test.Crash();
        await grain.Say("after").Soon();
        Assert.Equal(2, _test.Journal.Count("a on"));
    }
}
