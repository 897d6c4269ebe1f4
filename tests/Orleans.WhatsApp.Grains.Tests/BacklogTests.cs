using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Sweeps;

namespace Orleans.WhatsApp.Grains;

/// <summary>Deadlines that passed while no process ran.</summary>
public sealed class BacklogTests : IAsyncLifetime
{
    private ChatWorld _world = null!;

    public async Task InitializeAsync() => _world = await ChatWorld.Start();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task The_oldest_ask_their_provider_first_and_the_others_wait_for_them_and_all_are_overdue_until_they_have_decided()
    {
        var chats = await AllOfOneShardWrite(40);
        await _world.Kill();
        _world.Advance(TimeSpan.FromMinutes(30));
        var answers = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _world.WhatsApp.GivesHistory = answers.Task;
        await _world.StartAgain();
        _world.Advance(TimeSpan.Zero);
        await _world.Until("as many to ask as may at a time", () => _world.WhatsApp.Pulls.Count == 16);
        await _world.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(chats[..16].Order(), _world.WhatsApp.Pulls.Order());
        Assert.Equal(40, (await Backlog()).OverdueDeadlines);
        Assert.Equal(await GraceEndsAt(chats[0]), (await Backlog()).OldestDeadline);

        answers.SetResult();
        await _world.AdvanceUntil("every agent to be asked", () => Task.FromResult(_world.Agents.UserMessages.Count >= 40));
        Assert.Equal(chats.Order(), _world.Agents.UserMessages.Order());
        Assert.Equal(0, (await Backlog()).OverdueDeadlines);
        Assert.Equal(chats.Order(), _world.WhatsApp.Pulls.Order());
    }

    [Fact]
    public async Task What_is_due_now_does_not_wait_for_it()
    {
        var chats = await AllOfOneShardWrite(151);
        var last = await GraceEndsAt(chats[^1]);
        await _world.Kill();
        _world.Advance(last - TimeSpan.FromSeconds(5) - _world.Clock.GetUtcNow());
        _world.WhatsApp.GivesHistory = new TaskCompletionSource().Task;
        await _world.StartAgain();
        await _world.AdvanceUntil("the last one's agent to be asked", () => Task.FromResult(_world.Agents.UserMessages.Contains(chats[^1])));
        Assert.True((await Backlog()).OverdueDeadlines > 50);
        Assert.DoesNotContain(chats[^1], _world.WhatsApp.Pulls);
    }

    /// <summary>One after the other, and the last a minute after the others.</summary>
    private async Task<string[]> AllOfOneShardWrite(int many)
    {
        string[] chats = [.. Enumerable.Range(0, int.MaxValue).Select(i => $"chat-{i}").Where(name => NameBasedId.Shard(ChatWorld.KeyOf(name).Chat.Value, ISweepStore.Shards) == 0).Take(many)];
        foreach (var chat in chats)
        {
            _world.Advance(chat == chats[^1] ? TimeSpan.FromMinutes(1) : TimeSpan.FromMilliseconds(100));
            await _world.ContactWrites(chat, chat);
        }

        return chats;
    }

    private async Task<DateTimeOffset> GraceEndsAt(string chat) => (await _world.State(ChatWorld.KeyOf(chat))).Session!.GraceEndsAt;

    private Task<Backlog> Backlog() => _world.Services.GetRequiredService<ISweepStore>().Backlog(_world.Clock.GetUtcNow());
}
