using System.Globalization;
using Orleans.Runtime;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Sweeps;
using Decider = Orleans.WhatsApp.Chats.Chat;

namespace Orleans.WhatsApp.Grains;

public sealed class SweepTests : IAsyncLifetime
{
    private ChatWorld _world = null!;

    public async Task InitializeAsync() => _world = await ChatWorld.Start();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_turn_that_was_asked_by_a_silo_that_is_gone_is_asked_anew_at_once()
    {
        await _world.ContactWrites("Hello");
        await _world.Cluster.Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        await AnotherSiloAsksAndDies();
        await _world.Pass(TimeSpan.FromSeconds(3));
        Assert.Empty(_world.Agents.UserMessages);

        var shard = NameBasedId.Shard(_world.Key.Chat.Value, ISweepStore.Shards);
        await _world.Cluster.Client.GetGrain<ISweepGrain>(shard.ToString(CultureInfo.InvariantCulture)).SiloGone();
        await _world.Pass(TimeSpan.FromSeconds(3));
        await _world.Until("the answer", () => _world.WhatsApp.Accepted.Count == 1);
        Assert.Equal(["Hello"], _world.Agents.UserMessages);
    }

    [Fact]
    public async Task What_another_activation_began_and_left_is_done_though_this_one_remembers_nothing_of_it()
    {
        await _world.ContactWrites("Hello");
        Assert.True((await _world.Chat.Act(new ChatAction.Close(Guid.NewGuid()))).IsDone);
        await AnotherSiloHearsOfATextAndDies();
        await _world.AdvanceUntil("the question", () => Task.FromResult(_world.Agents.UserMessages.Count == 1));
        Assert.Equal(["Again"], _world.Agents.UserMessages);
    }

    private async Task AnotherSiloHearsOfATextAndDies()
    {
        var (stored, now) = ((await _world.Store.Load(_world.Key))!, _world.Clock.GetUtcNow());
        var text = new ChatInput.ContactWrote("in-9", "Again", now, new Contact("Ayşe", FakeEvent.Phone, "ayse"), "chat-1");
        var heard = Decider.Decide(stored.State, text, now, new ChatPolicy { GracePeriod = TimeSpan.FromSeconds(30) });
        Assert.Equal(Phase.Grace, heard.State.Phase);
        await _world.Store.Commit(new ChatCommit(_world.Key, stored.Version, heard.State, heard.Effects, [], []));
    }

    private async Task AnotherSiloAsksAndDies()
    {
        var stored = (await _world.Store.Load(_world.Key))!;
        _world.Advance(ChatWorld.Grace - TimeSpan.FromSeconds(2));
        var policy = new ChatPolicy { Process = "a silo that is gone" };
        var asked = Decider.Decide(stored.State, new ChatInput.TimeReached(), _world.Clock.GetUtcNow().AddSeconds(2), policy);
        Assert.Equal(Phase.AgentAsked, asked.State.Phase);
        await _world.Store.Commit(new ChatCommit(_world.Key, stored.Version, asked.State, asked.Effects, [], []));
    }
}
