using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.Tests.Conformance;

public sealed class Counter
{
    public int Value { get; set; }
}

public interface IStateGrain : IGrainWithStringKey
{
    Task<int> Read();

    Task<bool> Exists();

    Task Write(int value);

    Task WriteUnsaved(int value);

    Task Clear();

    Task<int> Memory(int? write);

    Task Go();
}

[GrainType("state")]
public sealed class StateGrain(
    [PersistentState("counter", "kept")] IPersistentState<Counter> kept,
    Journal journal,
    [PersistentState("other", "memory")] IPersistentState<Counter> memory) : Grain, IStateGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        journal.Write($"on with {kept.State.Value}");
        return Task.CompletedTask;
    }

    public Task<int> Read() => Task.FromResult(kept.State.Value);

    public Task<bool> Exists() => Task.FromResult(kept.RecordExists);

    public Task Write(int value)
    {
        kept.State.Value = value;
        return kept.WriteStateAsync();
    }

    public Task WriteUnsaved(int value)
    {
        kept.State.Value = value;
        return Task.CompletedTask;
    }

    public Task Clear() => kept.ClearStateAsync();

    public async Task<int> Memory(int? write)
    {
        if (write is null) return memory.State.Value;
        memory.State.Value = write.Value;
        await memory.WriteStateAsync();
        return write.Value;
    }

    public Task Go()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

public sealed class StateTests : IAsyncLifetime
{
    private TestCluster _test = null!;

    private IStateGrain Grain => _test.Grains.GetGrain<IStateGrain>("a");

    public async Task InitializeAsync() => _test = await TestCluster.Start();

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task State_is_there_before_the_grain_is_activated_and_survives_a_crash()
    {
        Assert.False(await Grain.Exists());
        await Grain.Write(7);
        await _test.Crash();
        Assert.Equal(7, await Grain.Read().Soon());
        Assert.Equal(["on with 0", "on with 7"], _test.Journal.Entries);
    }

    [Fact]
    public async Task Memory_storage_outlives_the_activation()
    {
        await Grain.Memory(5);
        await Grain.Go();
        Assert.Equal(5, await Grain.Memory(null).Soon());
    }

    [Fact]
    public async Task A_write_behind_the_grains_back_fails_its_next_write_and_makes_it_read_again()
    {
        await Grain.Write(1);
        _test.Storage.ChangeBehindTheBack(Grain.GetGrainId(), "counter", new Counter { Value = 50 });
        await Assert.ThrowsAsync<InconsistentStateException>(() => Grain.Write(2).Soon());
        Assert.Equal(50, await Grain.Read().Soon());
    }

    [Fact]
    public async Task What_was_not_written_is_gone_with_the_activation()
    {
        await Grain.Write(1);
        await Grain.WriteUnsaved(2);
        await Grain.Go();
        Assert.Equal(1, await Grain.Read().Soon());
    }

    [Fact]
    public async Task Cleared_state_starts_afresh()
    {
        await Grain.Write(1);
        await Grain.Clear();
        Assert.Equal(0, await Grain.Read());
        Assert.False(await Grain.Exists());
        await Grain.Write(3);
        Assert.True(await Grain.Exists());
    }
}
