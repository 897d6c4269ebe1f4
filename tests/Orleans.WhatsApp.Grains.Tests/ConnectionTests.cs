using Orleans.Runtime;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Connections;

namespace Orleans.WhatsApp.Grains;

public sealed class ConnectionTests : IAsyncLifetime
{
    private static readonly Guid Ann = Guid.Parse("aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa");
    private ChatWorld _world = null!;

    private IElevenLabsConnectionGrain Connection => _world.Cluster.Client.GetGrain<IElevenLabsConnectionGrain>(_world.Key.ToString());

    public async Task InitializeAsync() => _world = await ChatWorld.Start();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task The_late_end_of_a_closed_conversation_is_not_the_end_of_the_next_one()
    {
        _world.Agents.Brain = (_, _) => Task.CompletedTask;
        await _world.ContactWrites("Hello");
        _world.Advance(ChatWorld.Grace);
        await _world.Until("the first conversation", () => _world.Agents.UserMessages.Count == 1);
        Assert.True((await _world.Chat.Act(new ChatAction.TakeOver(Ann, "Ann"))).IsDone);
        await _world.Until("its socket to be closed", () => _world.Agents.Conversations[0].IsClosed);
        Assert.True((await _world.Chat.Act(new ChatAction.Release(Ann, Immediate: true))).IsDone);
        await _world.Until("the second conversation", () => _world.Agents.UserMessages.Count == 2);

        await _world.Agents.Conversations[0].Break(1000);
        await _world.Agents.Conversations[1].Say("The answer");
        await _world.Until("the answer on the phone", () => _world.WhatsApp.Accepted.Count == 1);
        Assert.Equal((2, 1), ((await _world.State()).Session!.Turn!.Number, (await _world.State()).Session!.Turn!.AcceptedAttempt));
        Assert.Equal(2, _world.Agents.UserMessages.Count);
    }

    [Fact]
    public async Task The_next_turn_goes_out_on_the_open_conversation_and_an_idle_one_is_closed_after_ten_minutes()
    {
        await _world.ContactWrites("Hello");
        _world.Advance(ChatWorld.Grace);
        await _world.Until("the first answer", () => _world.WhatsApp.Accepted.Count == 1);
        await Answered(1);
        await _world.ContactWrites("And tomorrow?");
        _world.Advance(TimeSpan.FromSeconds(20));
        await _world.Until("the second answer", () => _world.WhatsApp.Accepted.Count == 2);
        await Answered(2);
        var conversation = Assert.Single(_world.Agents.Conversations);
        Assert.Equal(["Hello", "And tomorrow?"], conversation.UserMessages);

        _world.Advance(TimeSpan.FromMinutes(11));
        await _world.Until("the idle socket to be closed", () => conversation.IsClosed);
        await _world.ContactWrites("Still there?");
        _world.Advance(TimeSpan.FromSeconds(20));
        await _world.Until("the third answer", () => _world.WhatsApp.Accepted.Count == 3);
        Assert.Equal(2, _world.Agents.Conversations.Count);
        Assert.StartsWith("Previous conversation history:\nPatient: Hello\nOperator: Answer to Hello", _world.Agents.Conversations[1].Context, StringComparison.Ordinal);
    }

    private Task Answered(int times) => _world.Until($"{times} accepted answers", async () => (await _world.Messages()).Count(message => message.Status == DeliveryStatus.Accepted) == times);

    [Fact]
    public async Task An_opening_that_breaks_late_leaves_the_next_one_alone()
    {
        _world.Agents.Brain = (_, _) => Task.CompletedTask;
        var late = new TaskCompletionSource<AgentOpening>();
        var next = new TaskCompletionSource<AgentOpening>();
        _world.Agents.NextOpening(late.Task);
        _world.Agents.NextOpening(next.Task);
        await Connection.Ask(Request(1, 1));
        await _world.Until("the first opening", () => _world.Agents.OpeningsToCome == 1);
        await Connection.Ask(Request(1, 2));
        await _world.Until("the second opening", () => _world.Agents.OpeningsToCome == 0);

        late.SetException(new InvalidOperationException("It broke."));
        next.SetResult(new AgentOpening.Failed("busy", MayRetry: true));
        await _world.Until("the second opening's own retry", () =>
        {
            _world.Advance(TimeSpan.FromSeconds(1));
            return _world.Agents.UserMessages.Count == 1;
        });
        Assert.True(await Connection.IsWorkingOn(1, 2));
    }

    [Fact]
    public async Task An_ask_that_was_overtaken_does_not_replace_the_newer_one()
    {
        _world.Agents.Brain = (_, _) => Task.CompletedTask;
        await Connection.Ask(Request(2, 1));
        await Connection.Ask(Request(1, 2));
        Assert.True(await Connection.IsWorkingOn(2, 1));
        await _world.Until("the newer turn", () => _world.Agents.UserMessages.Count == 1);
        Assert.Equal(["turn 2"], _world.Agents.UserMessages);
    }

    [Fact]
    public async Task A_connection_that_has_to_go_tells_its_chat_which_need_not_wait_for_the_answer_deadline()
    {
        _world.Agents.Brain = (_, _) => Task.CompletedTask;
        await _world.ContactWrites("Hello");
        _world.Advance(ChatWorld.Grace);
        await _world.Until("the first conversation", () => _world.Agents.UserMessages.Count == 1);
        await _world.Until("the chat to know of it", async () => (await _world.State()).Session!.ConversationId is not null);

        _world.Agents.Brain = (conversation, text) => conversation.Say($"Answer to {text}");
        await _world.Cluster.Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        await _world.Until("the answer of the second conversation", () => _world.WhatsApp.Accepted.Count == 1);
        Assert.True(_world.Agents.Conversations[0].IsClosed);
        Assert.Equal(2, (await _world.State()).Session!.Turn!.AcceptedAttempt);
    }

    private static AgentRequest Request(int turn, int attempt) => new(turn, attempt, "agent", $"turn {turn}", "", Fresh: true);
}
