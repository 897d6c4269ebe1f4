using System.Text.RegularExpressions;
using Orleans.WhatsApp.Grains.Connections;

namespace Orleans.WhatsApp.Simulation;

/// <summary>All conversations that agents ever had: what they were asked, and what they said.</summary>
internal sealed partial class Conversations(World world)
{
    private readonly List<Conversation> _all = [];
    private readonly List<Turn> _turns = [];

    public IReadOnlyList<Turn> Turns => _turns;

    public IAgentConversation Begin(string agent, Func<AgentEvent, Task> listen)
    {
        var conversation = new Conversation(world, $"conversation-{_all.Count + 1}", agent, listen);
        _all.Add(conversation);
        return conversation;
    }

    public string? AnswerIn(string conversation, string userText) =>
        _turns.FirstOrDefault(turn => turn.Conversation == conversation && turn.Asked == userText)?.Said.FirstOrDefault();

    [GeneratedRegex(@"in:\d+:\d+")]
    private static partial Regex Texts();

    /// <summary>One thing that an agent was asked.</summary>
    internal sealed class Turn(string agent, string conversation, string asked, DateTimeOffset at)
    {
        public DateTimeOffset At => at;

        public string Agent => agent;

        public string Conversation => conversation;

        public string Asked => asked;

        /// <summary>The contact's texts in it.</summary>
        public IReadOnlyList<string> Texts { get; } = [.. Conversations.Texts().Matches(asked).Select(match => match.Value)];

        /// <summary>-1 for a question in which no contact's text is.</summary>
        public int Chat => Texts is [var first, ..] ? Names.WhereSaid(first) : -1;

        public List<string> Said { get; } = [];

        public DateTimeOffset? AnsweredAt { get; set; }
    }

    private sealed class Conversation(World world, string id, string agent, Func<AgentEvent, Task> listen) : IAgentConversation
    {
        private bool _isOver;
        private string _context = "";
        private Luck _luck = null!;
        private Turn? _latest;

        public string ConversationId => id;

        public Task SendContext(string text)
        {
            _context = text;
            return Task.CompletedTask;
        }

        public Task SendUserMessage(string text)
        {
            if (_isOver) throw new IOException("The socket is closed.");
            var turn = new Turn(agent, id, text, world.Clock.Steady);
            _luck = world.Luck($"the agent of chat {turn.Chat}");
            _latest = turn;
            world.Conversations._turns.Add(turn);
            world.Promises.Asked(turn, _context);
            var quiet = world.Trouble.Agents;
            switch (_luck.Next(quiet ? 12 : 30))
            {
                case 0: break; // silent
                case 1: Later(_luck.Next(46, 120), () => Say(turn)); break;
                case 2: Later(_luck.Next(0, 10), () => HangUp()); break;
                case 3: Later(_luck.Next(0, 10), () => { Say(turn); HangUp(); }); break;
                case < 6: Later(_luck.Next(1, 10), () => { Say(turn); Later(_luck.Next(0, 3), () => Say(turn)); }); break;
                default: Later(_luck.Next(0, quiet ? 40 : 12), () => Say(turn)); break;
            }

            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            _isOver = true;
            return ValueTask.CompletedTask;
        }

        private void Later(int seconds, Action what) => world.Loop.After(TimeSpan.FromSeconds(seconds) + TimeSpan.FromMilliseconds(_luck.Next(1_000)), what);

        private void Say(Turn turn)
        {
            // A new question interrupts the agent.
            if (_isOver || turn != _latest) return;
            var text = Names.Said("ai", Names.WhereSaid(turn.Texts[0]), world.NextNumber());
            turn.Said.Add(text);
            turn.AnsweredAt ??= world.Clock.Steady;
            _ = listen(new AgentEvent.Spoke(text));
        }

        private void HangUp()
        {
            if (_isOver) return;
            _isOver = true;
            _ = listen(new AgentEvent.Ended(1006, "", MayRetry: true));
        }
    }
}
