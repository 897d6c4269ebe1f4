using Orleans.Concurrency;

namespace Orleans.WhatsApp.Grains.Chats;

/// <summary>One chat and its active session. Key: <see cref="WhatsApp.Chats.ChatKey"/>. The only writer of the chat's rows.</summary>
[Alias("chat")]
public interface IChatGrain : IGrainWithStringKey
{
    /// <summary>A hint that the inbox holds something for this chat; bursts of hints become one look.</summary>
    [OneWay]
    [AlwaysInterleave]
    [Alias("inbox-arrived")]
    Task InboxArrived();

    /// <summary>Decides what the inbox holds and what is due, and moves the outbox on. Early, late or doubled, it does the right thing.</summary>
    [Alias("look-again")]
    Task LookAgain();

    /// <summary>
    /// The same for what should have happened by itself and has not: what is in memory is not trusted, since another activation may have decided after this one,
    /// and be gone. A deadline that is long overdue is acted on now, however many others are.
    /// </summary>
    [Alias("look-afresh")]
    Task LookAfresh();

    /// <summary>A person's action on the dashboard.</summary>
    [Alias("act")]
    Task<ActionOutcome> Act(ChatAction action);

    /// <summary>All that is stored of the chat goes, in one transaction. What is written afterwards begins anew. Doing it twice does no harm.</summary>
    [Alias("erase")]
    Task<ErasureOutcome> Erase(ErasureOrder order);

    /// <summary>The AI's right to speak was taken away from outside the chat.</summary>
    [Alias("halt")]
    Task Halt(HaltCause cause);

    /// <summary>The channel's pace allows the next send.</summary>
    [Alias("dispatch")]
    Task Dispatch();

    /// <summary>A provider call has ended.</summary>
    [Alias("send-finished")]
    Task SendFinished(SendReport report);

    /// <summary>The provider was asked about an unclear send.</summary>
    [Alias("send-looked-up")]
    Task SendLookedUp(LookUpReport report);

    /// <summary>What the provider had to tell since we were away is in the inbox, or it did not answer.</summary>
    [Alias("caught-up")]
    Task CaughtUp(bool answered);

    /// <summary>Attachments were fetched, or not.</summary>
    [Alias("media-reported")]
    Task MediaReported(MediaReport report);

    /// <summary>The channel's pace lets the next send go only at that time.</summary>
    [Alias("send-paced")]
    Task SendPaced(Guid intent, DateTimeOffset until);

    /// <summary>The conversation with the agent has news.</summary>
    [Alias("agent-reported")]
    Task AgentReported(AgentReport report);
}
