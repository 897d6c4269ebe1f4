using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Grains;

/// <summary>What support does to a chat, and what the business writes by itself.</summary>
public sealed class SupportTests : IAsyncLifetime
{
    private static readonly Guid Ann = Guid.Parse("aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa");
    private ChatWorld _world = null!;

    public async Task InitializeAsync()
    {
        _world = await ChatWorld.Start();
        _world.LiveSend.AllowLiveSend = true;
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_reset_ends_the_session_at_once_and_the_next_text_begins_another()
    {
        _world.Agents.Brain = (_, _) => Task.CompletedTask;
        await _world.ContactWrites("Hello");
        _world.Advance(ChatWorld.Grace);
        await _world.Until("the agent to be asked", () => _world.Agents.UserMessages.Count == 1);
        var epoch = (await _world.State()).Epoch;

        Assert.True((await _world.Chat.Act(new ChatAction.ResetSession(Ann))).IsDone);

        await _world.Until("the conversation to be closed", () => _world.Agents.Conversations.All(conversation => conversation.IsClosed));
        await _world.Agents.Conversations[0].Say("too late");
        var state = await _world.State();
        Assert.Equal((Phase.Idle, epoch + 1, Mover.Operator, null), (state.Phase, state.Epoch, state.LastMove!.By, state.NextDeadline));
        Assert.Equal((SessionStatus.Resolved, ResolvedBy.Manual), ((await _world.Sessions())[0].Status, (await _world.Sessions())[0].ResolvedBy));
        Assert.Equal("no_session", (await _world.Chat.Act(new ChatAction.ResetSession(Ann))).Refusal);
        Assert.Equal("unknown_chat", (await _world.Cluster.Client.GetGrain<IChatGrain>(ChatWorld.KeyOf("nobody").ToString()).Act(new ChatAction.ResetSession(Ann))).Refusal);

        await _world.ContactWrites("Anybody there?");
        Assert.Equal((Phase.Grace, 2), ((await _world.State()).Phase, (await _world.State()).SessionsStarted));
        Assert.Empty(_world.WhatsApp.Accepted);
    }

    /// <summary>An event that no reader understands fails five times, is set aside and flags the chat.</summary>
    [Fact]
    public async Task A_chat_with_an_event_that_was_set_aside_is_reset_and_flagged_no_more()
    {
        await _world.ContactWrites("Hello");
        await _world.Keep(new FakeEvent("nonsense", "chat-1", "bad-1", "", _world.Clock.GetUtcNow()));
        for (var tries = 0; tries < 6; tries++) await _world.Chat.LookAgain();
        Assert.Equal(Attention.EventSetAside, (await _world.State()).Attention);

        Assert.True((await _world.Chat.Act(new ChatAction.ResetSession(Ann))).IsDone);
        Assert.Equal((Phase.Idle, null), ((await _world.State()).Phase, (await _world.State()).Attention));
    }

    [Fact]
    public async Task A_chat_that_cannot_do_what_is_due_is_reset_all_the_same()
    {
        await _world.ContactWrites("Hello");
        _world.Advance(ChatWorld.Grace);
        _world.Store.BreakNextCommit(afterWriting: false);

        Assert.True((await _world.Chat.Act(new ChatAction.ResetSession(Ann))).IsDone);
        Assert.Equal(Phase.Idle, (await _world.State()).Phase);
    }

    [Fact]
    public async Task A_number_without_a_chat_gets_its_message_and_the_chat_is_there_with_it()
    {
        var begun = await Begin("+90 555 000 77 66", "chat-new");

        Assert.Equal(("", true, ChatWorld.KeyOf("chat-new").Chat.Value), (begun.Error, begun.IsSent, begun.Chat!.Value));
        Assert.Equal(("chat-new", "A test"), (_world.WhatsApp.Accepted.Single().Chat, _world.WhatsApp.Accepted.Single().Text));
        await Echo("chat-new");
        var state = await _world.State(ChatWorld.KeyOf("chat-new"));
        Assert.Equal((Phase.Idle, 1, "+905550007766", null, null), (state.Phase, state.MessageCount, state.Contact.Phone, state.LastPhoneAnswerAt, state.NextDeadline));
        var message = Assert.Single(await Messages("chat-new"));
        Assert.Equal((begun.Message!.Value, Ann.ToString(), true, DeliveryStatus.Accepted, null), (message.Id.Value, message.SenderName, message.ViaChannel, message.Status, message.Session));
    }

    [Fact]
    public async Task An_echo_that_is_faster_than_the_answer_is_the_same_message()
    {
        _world.WhatsApp.NextChat = "chat-new";
        _world.WhatsApp.Next(async delivery =>
        {
            _world.WhatsApp.Accept(delivery);
            await _world.Arrives(new FakeEvent("own", "chat-new", delivery.Id, delivery.Text, _world.Clock.GetUtcNow()));
            return new SendResult.Accepted(delivery.Id);
        });
        var begun = await _world.Channel.Begin(new Beginning(Ann, Ann.ToString(), "+905550007766", "A test"));

        Assert.Equal(("", begun.Message!.Value), (begun.Error, Assert.Single(await Messages("chat-new")).Id.Value));
        Assert.Equal(Phase.Idle, (await _world.State(ChatWorld.KeyOf("chat-new"))).Phase);
    }

    [Fact]
    public async Task Into_a_chat_that_is_known_it_goes_without_moving_anything()
    {
        await _world.ContactWrites("Hello");
        var before = await _world.State();

        var begun = await Begin(FakeEvent.Phone, "not asked for");
        await _world.Until("the message on the phone", () => _world.WhatsApp.Accepted.Count == 1);
        await _world.Until("the send to be settled", async () => (await _world.State()).Sends.IsEmpty);
        await Echo("chat-1");

        Assert.Equal(("", false, _world.Key.Chat.Value, "chat-1"), (begun.Error, begun.IsSent, begun.Chat!.Value, _world.WhatsApp.Accepted.Single().Chat));
        var after = await _world.State();
        Assert.Equal((before.Phase, before.Epoch, before.Session!.GraceEndsAt, 1), (after.Phase, after.Epoch, after.Session!.GraceEndsAt, after.Unanswered.Length));
        var message = (await _world.Messages())[^1];
        Assert.Equal((begun.Message!.Value, 2, null), (message.Id.Value, (await _world.Messages()).Count, message.Session));

        _world.Advance(ChatWorld.Grace);
        await _world.Until("the agent's answer as if nothing had been", () => _world.WhatsApp.Accepted.Count == 2);
        Assert.Equal(["Hello"], _world.Agents.UserMessages);
    }

    [Fact]
    public async Task While_it_is_switched_off_or_the_number_is_not_connected_nothing_is_tried()
    {
        _world.LiveSend.AllowLiveSend = false;
        Assert.Equal("live_send_off", (await Begin("+905550007766", "chat-new")).Error);
        _world.LiveSend.AllowLiveSend = true;
        await _world.Channel.StatusReported("account", ChannelStatus.NeedsReconnect);
        Assert.Equal("not_connected", (await Begin("+905550007766", "chat-new")).Error);
        Assert.Empty(_world.WhatsApp.Accepted);
    }

    [Fact]
    public async Task What_the_provider_says_is_told()
    {
        _world.WhatsApp.Next(_ => Task.FromResult<SendResult>(new SendResult.Refused("invalid_recipient")));
        Assert.Equal("invalid_recipient", (await Begin("+905550007766", "chat-new")).Error);
        _world.WhatsApp.Next(_ => Task.FromResult<SendResult>(new SendResult.Unclear("timeout")));
        Assert.Equal("send_unclear", (await Begin("+905550007766", "chat-new")).Error);
        _world.WhatsApp.Next(delivery => Task.FromResult<SendResult>(new SendResult.Accepted(null)));
        var unnamed = await Begin("+905550007766", "chat-new");
        Assert.Equal(("", true, null, null), (unnamed.Error, unnamed.IsSent, unnamed.Chat, unnamed.Message));
        _world.WhatsApp.Next(_ => Task.FromResult<SendResult>(new SendResult.Postponed("disconnected_account", ChannelStatus.NeedsReconnect)));
        Assert.Equal("disconnected_account", (await Begin("+905550007766", "chat-new")).Error);
        Assert.Equal(ChannelStatus.NeedsReconnect, (await _world.Channel.Read()).Status);
    }

    private Task<BeginOutcome> Begin(string phone, string chat)
    {
        _world.WhatsApp.NextChat = chat;
        return _world.Channel.Begin(new Beginning(Ann, Ann.ToString(), PhoneNumber.Of(phone), "A test"));
    }

    private Task Echo(string chat) => _world.Arrives(new FakeEvent("own", chat, _world.WhatsApp.Accepted[^1].Id, "A test", _world.Clock.GetUtcNow()));

    private async Task<IReadOnlyList<MessageRow>> Messages(string chat) =>
        (await _world.Services.GetRequiredService<IDashboardQueries>().Messages(ChatWorld.Tenant, ChatWorld.KeyOf(chat).Chat, new(1, 50))).Items;
}
