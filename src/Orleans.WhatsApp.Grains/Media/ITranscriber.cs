namespace Orleans.WhatsApp.Grains.Media;

/// <summary>Speech to text. Everything a provider can answer is a value; nothing here throws for what a provider says or does.</summary>
public interface ITranscriber
{
    /// <summary>Runs to its end or its own time-out. Repeating it costs the provider's price once more and nothing else.</summary>
    /// <param name="audio">At its beginning, with a length. Read only by who listens to it, and afterwards good for nothing but to be disposed of.</param>
    /// <param name="contentType">As stored or as the provider says it: <c>audio/ogg; codecs=opus</c> will do.</param>
    /// <param name="language">A hint, <c>tr</c> or <c>tr-TR</c>; null lets the provider find out.</param>
    Task<Transcription> Transcribe(Stream audio, string contentType, string? language, CancellationToken stop);
}

/// <summary>What became of a recording.</summary>
public abstract record Transcription
{
    private Transcription() { }

    /// <param name="Text">Never empty; nothing around it.</param>
    public sealed record Heard(string Text) : Transcription;

    /// <summary>It was listened to, and nothing was said.</summary>
    public sealed record Silent : Transcription;

    /// <summary>It will not get better by itself: a person may try again once the cause is gone.</summary>
    /// <param name="Code">
    /// not_configured, not_audio, empty, too_large, too_long, blocked, daily_quota (of today), quota_exceeded, invalid_api_key, unauthorized, forbidden,
    /// model_not_found, or the provider's own word in small letters.
    /// </param>
    public sealed record Refused(string Code) : Transcription;

    /// <summary>It may go better later.</summary>
    /// <param name="Code">busy, timeout, unreachable, connection_lost, no_answer, unreadable_reply or http_ and a status.</param>
    /// <param name="After">How long the provider asks to be left alone, if it says.</param>
    public sealed record Postponed(string Code, TimeSpan? After = null) : Transcription;
}
