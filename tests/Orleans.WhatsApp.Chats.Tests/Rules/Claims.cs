using System.Globalization;
using System.Text.RegularExpressions;

namespace Orleans.WhatsApp.Chats.Tests.Rules;

/// <summary>The words of the tables' <c>then</c> column.</summary>
public static partial class Claims
{
    private static readonly Dictionary<string, Phase> Phases = new()
    {
        ["idle"] = Phase.Idle,
        ["closed"] = Phase.Closed,
        ["grace"] = Phase.Grace,
        ["listening"] = Phase.AgentListening,
        ["asked"] = Phase.AgentAsked,
        ["person"] = Phase.Person,
    };

    /// <summary>Null if the claim holds; otherwise what was found instead.</summary>
    public static string? WhyNot(string claim, RowRun run)
    {
        var (after, effects) = (run.Decision.State, run.Decision.Effects);
        if (Phases.TryGetValue(claim, out var phase)) return Compare(phase, after.Phase);
        if (NextLook().Match(claim) is { Success: true } look) return Compare(look.Groups[1].Value + " s", after.NextDeadline is { } at ? $"{(at - run.Now).TotalSeconds:0} s" : "never");
        if (Seconds().Match(claim) is { Success: true } seconds)
            return Compare(seconds.Groups[2].Value, $"{(((seconds.Groups[1].Value == "tried again in" ? after.Media[^1].RetryAt : after.WindowClosesAt) ?? run.Now) - run.Now).TotalSeconds:0}");
        if (Unanswered().Match(claim) is { Success: true } unanswered) return Compare(unanswered.Groups[1].Value, after.Unanswered.Length.ToString(CultureInfo.InvariantCulture));

        var (word, rest) = claim.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon ? (claim[..colon], claim[(colon + 2)..]) : (claim, "");
        return word switch
        {
            "same" => Compare(run.Phase, after.Phase),
            "nothing changes" => run.Decision.ChangesNothing(run.Before) && run.Decision.Refusal is null ? null : "something did",
            "the state stays" => ReferenceEquals(run.Before, run.Decision.State) ? null : "it did not",
            "nothing is due" => Compare("", after.NextDeadline?.ToString() ?? ""),
            "next look in 60 s at most" => after.NextDeadline - run.Now <= TimeSpan.FromSeconds(60) ? null : $"{after.NextDeadline - run.Now}",
            "1800 s to inactivity" => Compare<DateTimeOffset?>(run.Now.AddMinutes(30), after.Session?.InactiveAt),
            "waits" => Compare(rest, string.Join(" / ", after.Unanswered.Select(text => text.Text))),
            "the turn passes on" => Compare(rest, after.Session?.Turn?.AsUserMessage()),
            "waits behind a send" => Compare(rest, string.Join(" / ", after.Sends.SelectMany(send => send.Answers).Select(text => text.Text))),
            "nobody waits behind a send" => after.Sends.All(send => send.Answers.IsEmpty) ? null : "somebody does",
            "asks" => Compare(rest, Ask(run)?.Text.Replace("\n", " / ", StringComparison.Ordinal)),
            "nobody is asked" => Ask(run) is null ? null : "the agent was",
            "a fresh conversation" => Compare<bool?>(true, Ask(run)?.Fresh),
            "the same conversation" => Compare<bool?>(false, Ask(run)?.Fresh),
            "attempt 2" => Compare<int?>(2, Ask(run)?.Attempt),
            "no sends" => Compare(0, after.Sends.Length),
            "sends" => Compare(rest, string.Join(" + ", after.Sends.Select(send => Words(send.Status)))),
            "needs attention" => Compare(rest, Words(after.Attention)),
            "no attention" => Compare("", Words(after.Attention)),
            "refused" => Compare(rest, run.Decision.Refusal is { } refusal ? Words(refusal.GetType().Name) : ""),
            "stored outside any session" => Stored(run) is { Session: null } ? null : "it has a session",
            "its attachment is pending" => Compare<MediaState?>(MediaState.Pending, Stored(run)?.Attachments[0].State),
            "no media is open" => Compare(0, after.Media.Length),
            "the chat is shown" => after.IsHidden ? "it is hidden" : null,
            "the chat is hidden" => after.IsHidden ? null : "it is shown",
            "stored late" => Stored(run) is { IsLate: true } ? null : "it is not marked late",
            "the phone answered now" => Compare<DateTimeOffset?>(run.Now, after.LastPhoneAnswerAt),
            "the newest message is not of the future" => after.LastMessageAt <= run.Now ? null : $"{after.LastMessageAt}",
            _ when claim.StartsWith("resolved by ", StringComparison.Ordinal) =>
                Compare(claim["resolved by ".Length..], effects.OfType<ChatEffect.SaveSession>().Where(save => save.Session.Status == SessionStatus.Resolved).Select(save => Words(save.Session.ResolvedBy)).SingleOrDefault()),
            _ when claim.StartsWith("held by ", StringComparison.Ordinal) => Compare(claim["held by ".Length..], after.Session is { TakenOverAt: not null } session ? session.TakenOverByName : ""),
            _ => throw new UnknownPhraseException("then", claim),
        };
    }

    private static string? Compare<T>(T expected, T actual) => EqualityComparer<T>.Default.Equals(expected, actual) ? null : $"it was \"{actual}\"";

    private static ChatEffect.AskAgent? Ask(RowRun run) => run.Decision.Effects.OfType<ChatEffect.AskAgent>().SingleOrDefault();

    private static ChatMessage? Stored(RowRun run) => run.Decision.Effects.OfType<ChatEffect.StoreMessage>().SingleOrDefault()?.Message;

    private static string Words(object? name) => Capital().Replace(name?.ToString() ?? "", match => (match.Index > 0 ? " " : "") + match.Value.ToLowerInvariant());

    [GeneratedRegex("^next look in ([0-9]+) s$")]
    private static partial Regex NextLook();

    [GeneratedRegex("^(tried again in|the window closes in) ([0-9]+) s$")]
    private static partial Regex Seconds();

    [GeneratedRegex("^([0-9]+) unanswered$")]
    private static partial Regex Unanswered();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
