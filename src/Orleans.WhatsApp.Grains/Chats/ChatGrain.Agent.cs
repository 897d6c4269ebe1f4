using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Connections;

namespace Orleans.WhatsApp.Grains.Chats;

public sealed partial class ChatGrain
{
    private static readonly TimeSpan ConnectionPatience = TimeSpan.FromSeconds(2);

    public async Task AgentReported(AgentReport report)
    {
        await LoadIfStale();
        // What the contact or a person wrote before this report arrived is decided before it.
        await DrainInbox();
        if (_state is null) return;
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

    /// <summary>A turn is owed, and this activation is new: if nobody works on it any more, its process is gone.</summary>
    private async Task MindLostTurn(Turn turn)
    {
        if (turn.TranscriptDueAt is not null || await MayStillBeWorkedOn(turn)) return;
        await Decide(new ChatInput.AgentLost(turn.Number, turn.Attempt, "process_ended"));
    }

    /// <summary>A connection that does not answer may be at work in a process that stands still: nobody else waits for that, and the answer deadline is kept.</summary>
    private async Task<bool> MayStillBeWorkedOn(Turn turn)
    {
        try
        {
            return await Connection.IsWorkingOn(turn.Number, turn.Attempt).WaitAsync(ConnectionPatience, clock);
        }
        catch (Exception cause)
        {
            LogBesideFailed(cause, _key.Chat, nameof(IElevenLabsConnectionGrain.IsWorkingOn));
            return true;
        }
    }
}
