using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Connections;

namespace Orleans.WhatsApp.Grains.Chats;

public sealed partial class ChatGrain
{
    private static readonly TimeSpan ConnectionPatience = TimeSpan.FromSeconds(2);

    /// <summary>What this activation has asked last: while it lives, it hears of it.</summary>
    private (int Turn, int Attempt) _asked;

    public async Task AgentReported(AgentReport report)
    {
        await LoadIfStale();
        // What the contact or a person wrote before this report arrived is decided before it.
        await DrainInbox();
        if (_state is null)
        {
            // Erased: what its conversation was opened for is not handed over.
            if (_erased is not null && report.News == AgentNews.ConversationStarted) _ = EndBeside(int.MaxValue);
            return;
        }

        await Decide(report.News switch
        {
            AgentNews.ConversationStarted => new ChatInput.ConversationStarted(report.Turn, report.Attempt, report.Text),
            AgentNews.Replied => new ChatInput.AgentReplied(report.Turn, report.Attempt, report.Text, report.Part),
            AgentNews.Lost => new ChatInput.AgentLost(report.Turn, report.Attempt, report.Text, report.IsHopeless),
            AgentNews.TranscriptRead => new ChatInput.TranscriptRead(report.Turn, report.Attempt, report.Text.Length > 0 ? report.Text : null),
            _ => throw new ArgumentOutOfRangeException(nameof(report), report.News, "Not news of an agent."),
        });
        await MindDeadlines();
    }

    private void Ask(ChatEffect.AskAgent ask, ChatState state)
    {
        _asked = (ask.Turn, ask.Attempt);
        _ = AskBeside(ask);
        if (state.Session?.Turn?.Texts is [.., var last]) _ = ShowComposingBeside(state.ProviderChatId, last.ProviderMessageId);
    }

    /// <summary>A turn is owed that this activation has not asked: if nobody works on it any more, nobody will answer it.</summary>
    private async Task MindLostTurn(Turn turn)
    {
        if (turn.TranscriptDueAt is not null || _asked == (turn.Number, turn.Attempt) || await MayStillBeWorkedOn(turn)) return;
        await Decide(new ChatInput.AgentLost(turn.Number, turn.Attempt, "process_ended"));
    }

    /// <summary>
    /// Another process that lives will say itself how its turn ends. A connection that does not answer may be at work in one that stands still: nobody waits for
    /// that, and the answer deadline is kept.
    /// </summary>
    private async Task<bool> MayStillBeWorkedOn(Turn turn)
    {
        try
        {
            if (!incarnation.IsOurs(turn.AskedBy)) return !await incarnation.IsGone(turn.AskedBy);
            return await Connection.IsWorkingOn(turn.Number, turn.Attempt).WaitAsync(ConnectionPatience, clock);
        }
        catch (Exception cause)
        {
            LogBesideFailed(cause, _key.Chat, nameof(IElevenLabsConnectionGrain.IsWorkingOn));
            return true;
        }
    }
}
