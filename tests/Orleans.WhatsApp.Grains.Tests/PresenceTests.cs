using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Presence;

namespace Orleans.WhatsApp.Grains;

public sealed class PresenceTests : IAsyncLifetime
{
    private static readonly Guid Ann = Guid.Parse("aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa");
    private static readonly Guid Ben = Guid.Parse("bbbbbbbb-bbbb-bbbb-bbbb-bbbbbbbbbbbb");
    private ChatWorld _world = null!;

    public async Task InitializeAsync() => _world = await ChatWorld.Start();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    private IPresenceGrain Here => _world.Cluster.Client.Presence(ChatWorld.Tenant, _world.Key.Chat);

    [Fact]
    public async Task Typing_that_is_not_repeated_is_looking_and_who_is_silent_has_left()
    {
        await Here.Show(Ann, "Ann", isTyping: true);
        await Here.Show(Ben, "Ben", isTyping: false);
        Assert.Equal([new(Ann, "Ann", true), new(Ben, "Ben", false)], await Here.People());

        _world.Advance(PresenceGrain.TypingFor);
        Assert.Equal([new(Ann, "Ann", false), new(Ben, "Ben", false)], await Here.People());

        await Here.Show(Ben, "Ben", isTyping: false);
        _world.Advance(PresenceGrain.ForgottenAfter - PresenceGrain.TypingFor);
        Assert.Equal([new(Ben, "Ben", false)], await Here.People());
        await Here.Leave(Ben);
        Assert.Empty(await Here.People());
    }

    [Fact]
    public async Task One_user_is_one_person_and_the_last_word_counts()
    {
        await Here.Show(Ann, "Ann", isTyping: true);
        await Here.Show(Ann, "Ann", isTyping: false);
        Assert.Equal([new PersonPresent(Ann, "Ann", false)], await Here.People());
    }

    [Fact]
    public async Task Chats_do_not_know_of_each_other()
    {
        await Here.Show(Ann, "Ann", isTyping: false);
        Assert.Empty(await _world.Cluster.Client.Presence(ChatWorld.Tenant, ChatWorld.KeyOf("chat-2").Chat).People());
        Assert.Empty(await _world.Cluster.Client.Presence(new TenantId(Ben), _world.Key.Chat).People());
    }

    [Fact]
    public async Task It_does_not_outlive_its_silo()
    {
        await Here.Show(Ann, "Ann", isTyping: false);
        await _world.Kill();
        await _world.StartAgain();
        Assert.Empty(await Here.People());
        await Here.Show(Ann, "Ann", isTyping: false);
        Assert.Single(await Here.People());
    }
}
