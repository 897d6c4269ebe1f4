using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Chats;

public sealed partial class ChatGrain
{
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
        if (turn.TranscriptDueAt is not null || await Connection.IsWorkingOn(turn.Number, turn.Attempt)) return;
        await Decide(new ChatInput.AgentLost(turn.Number, turn.Attempt, "process_ended"));
    }
}
