using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Chats;

/// <summary>
/// The answer to a commit or a claim was lost: whether it was done is unknown, and is read back before the next turn. What it would have caused outside the database is done
/// then, if it turns out to be there, instead of being taken for what a dead process left.
/// </summary>
public sealed partial class ChatGrain
{
    private static readonly TimeSpan FirstReadBack = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastReadBack = TimeSpan.FromSeconds(30);

    /// <summary>Grows until something is committed.</summary>
    private TimeSpan _readBackAfter = FirstReadBack;

    private DateTimeOffset? _awaySince;
    private IReadOnlyList<ChatEffect> _unclear = [];

    /// <summary>A claim without a call: none was made.</summary>
    private (IntentId Intent, DateTimeOffset At)? _unclearClaim;

    private void CommitFailed(IEnumerable<Step> steps, Exception cause)
    {
        _isStale = true;
        // These are sure of it.
        if (cause is NotReadyToDecideException or ChatMovedOnException) return;
        DatabaseIsAway();
        _unclear = [.. steps.SelectMany(step => step.Decision.Effects)];
        ReadBackSoon();
    }

    private async Task<T> AskDatabase<T>(Func<Task<T>> question)
    {
        try
        {
            var answer = await question();
            DatabaseIsThere();
            return answer;
        }
        catch (Exception)
        {
            DatabaseIsAway();
            throw;
        }
    }

    private void DatabaseIsAway() => _awaySince ??= clock.GetUtcNow();

    /// <summary>Where this chat could not be stored, what people wrote may not have been stored either: the provider is asked before the agent says anything.</summary>
    private void DatabaseIsThere()
    {
        _mayHaveMissedPeople |= clock.GetUtcNow() - _awaySince > ChatOptions.CatchUpAfter;
        _awaySince = null;
    }

    /// <summary>Nobody else may look again for as long as the deadline that the commit has set.</summary>
    private void ReadBackSoon()
    {
        LookIn(_readBackAfter);
        _readBackAfter = _readBackAfter * 2 < LastReadBack ? _readBackAfter * 2 : LastReadBack;
    }

    private async Task LookInTime()
    {
        try
        {
            await LookAgain();
        }
        catch (Exception)
        {
            if (_isStale) ReadBackSoon();
            throw;
        }
    }

    private void CarryOutWhatWasUnclear()
    {
        var (effects, turn) = (_unclear, _state?.Session?.Turn);
        _unclear = [];
        foreach (var effect in effects)
        {
            switch (effect)
            {
                // The connection knows what it was asked before, if another activation here has.
                case ChatEffect.AskAgent ask when _state?.Awaits(ask.Turn, ask.Attempt) == true && turn!.TranscriptDueAt is null && incarnation.IsOurs(turn.AskedBy):
                    Ask(ask, _state);
                    break;
                case ChatEffect.ReadTranscript read when _state?.Awaits(read.Turn, read.Attempt) == true && turn!.TranscriptDueAt is { } due && due > clock.GetUtcNow():
                    _ = ReadTranscriptBeside(read, due - clock.GetUtcNow());
                    break;
                case ChatEffect.FetchMedia fetch when _state?.Media.Any(open => open.Message == fetch.Message) == true:
                    Fetch(fetch);
                    break;
            }
        }
    }

    /// <summary>What this process has claimed and never called for has not gone out: it is ready again, and nobody need look for it.</summary>
    private async Task MindLostClaim(StoredChat? stored)
    {
        if (_unclearClaim is not { } lost || calls.IsSending(lost.Intent)) return;
        if (stored?.OpenOutbox.FirstOrDefault(row => row.Intent == lost.Intent) is not { } row) return;
        if (row.Status != SendStatus.Claimed || row.ClaimedAt != lost.At || !incarnation.IsOurs(row.ClaimedBy ?? "")) return;
        await Decide(new ChatInput.SendPostponed(lost.Intent, "claim_unclear", lost.At));
    }
}
