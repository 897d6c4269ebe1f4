using System.Diagnostics.Metrics;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Chats;

/// <summary>What chats come to, counted once it is committed. All tags are closed lists of words of our own.</summary>
public sealed class ChatMeter
{
    public const string Name = "Orleans.WhatsApp.Chats";

    private const string Agent = "ai";
    private const string Human = "human";
    private const string Operator = "operator";
    private const string Phone = "phone";

    private readonly Counter<long> _takeovers;
    private readonly Counter<long> _sends;
    private readonly Histogram<double> _answers;

    public ChatMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _takeovers = meter.CreateCounter<long>("whatsapp.takeovers", "{takeover}", "Chats taken over, by whom: ai, operator or phone.");
        _sends = meter.CreateCounter<long>("whatsapp.sends", "{send}", "Send calls that have ended, by speaker and result.");
        _answers = meter.CreateHistogram(
            "whatsapp.answer.duration", "s", "From the oldest message that nobody had answered to its answer, by who gave it.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2.5, 5, 10, 20, 30, 60, 120, 300, 900, 3600] });
        // From nought on, so that an alarm sees the first one.
        foreach (var taker in (string[])[Agent, Operator, Phone]) _takeovers.Add(0, new KeyValuePair<string, object?>("by", taker));
        foreach (var speaker in (string[])[Agent, Human])
            foreach (var outcome in Enum.GetValues<SendOutcome>()) _sends.Add(0, new("speaker", speaker), new("result", Word(outcome)));
    }

    /// <param name="now">When it was committed.</param>
    public void Committed(ChatState before, ChatState after, ChatInput input, DateTimeOffset now)
    {
        if (Taker(before, after) is { } taker) _takeovers.Add(1, new KeyValuePair<string, object?>("by", taker));
        if (Answered(before, after, input) is ({ } answerer, var since))
            _answers.Record(Math.Max(0, (now - since).TotalSeconds), new KeyValuePair<string, object?>("by", answerer));
    }

    public void SendEnded(Sender speaker, SendOutcome outcome) => _sends.Add(1, new("speaker", speaker == Sender.Ai ? Agent : Human), new("result", Word(outcome)));

    /// <summary>Null where the chat did not change hands, or only went back to whom it was given.</summary>
    private static string? Taker(ChatState before, ChatState after) => (before.Phase, after.Phase) switch
    {
        (Phase.Grace, Phase.AgentAsked or Phase.AgentListening) => Agent,
        (not Phase.Person, Phase.Person) => after.LastMove?.By == Mover.Phone ? Phone : Operator,
        _ => null,
    };

    private static (string By, DateTimeOffset Since)? Answered(ChatState before, ChatState after, ChatInput input) => input switch
    {
        ChatInput.SendAccepted accepted when before.Sends.FirstOrDefault(send => send.Intent == accepted.Intent) is { Answers: [var oldest, ..] } => (Agent, oldest.At),
        ChatInput.OperatorSent when IsAnswered(before, after) => (Operator, before.Unanswered[0].At),
        ChatInput.OwnNumberWrote when IsAnswered(before, after) => (Phone, before.Unanswered[0].At),
        _ => null,
    };

    private static bool IsAnswered(ChatState before, ChatState after) => before.Unanswered.Length > 0 && after.Unanswered.Length < before.Unanswered.Length;

    private static string Word(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Accepted => "accepted",
        SendOutcome.Refused => "refused",
        SendOutcome.Postponed => "postponed",
        _ => "unclear",
    };
}
