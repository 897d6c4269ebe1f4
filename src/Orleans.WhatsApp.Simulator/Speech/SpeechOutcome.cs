namespace Orleans.WhatsApp.Simulator;

/// <summary>What a good answer may be without being a transcript.</summary>
public enum SpeechOutcome
{
    Transcript,

    /// <summary>Gemini: nothing but a <c>blockReason</c>. Scribe has no such answer; its text is empty.</summary>
    Blocked,

    /// <summary>Gemini: a candidate without parts, all spent on thinking. Scribe: an empty text.</summary>
    Empty,
}
