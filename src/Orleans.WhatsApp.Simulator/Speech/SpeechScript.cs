using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Orleans.WhatsApp.Simulator;

/// <summary>What the speech-to-text services hear in recordings. Every setting may be changed while the world runs.</summary>
public sealed class SpeechScript
{
    private readonly ConcurrentDictionary<string, string> _says = [];
    private readonly ConcurrentQueue<SpeechOutcome> _outcomes = [];
    private readonly ConcurrentQueue<HeardSpeech> _heard = [];
    private readonly Changes _changes;

    internal SpeechScript(Changes changes) => _changes = changes;

    /// <summary>
    /// Of <see cref="ProviderOperation.Transcribe"/>. A refusal's slug is <c>detail.status</c> with Scribe; with Gemini and 429 it is the
    /// <c>retryDelay</c> (<c>"15s"</c>) or <c>"per_day"</c>, otherwise the message. A condition can tell the two by <see cref="ProviderCall.AgentId"/>,
    /// which holds the model.
    /// </summary>
    public ProviderFaults Faults { get; } = new();

    /// <summary>Everything that was given to either service, oldest first.</summary>
    public IReadOnlyList<HeardSpeech> Heard => [.. _heard];

    /// <summary>Heard in every recording that has no words of its own; null is the usual sentence.</summary>
    public string? Always { get; private set; }

    /// <summary>Heard in this recording.</summary>
    public void Says(ReadOnlyMemory<byte> audio, string text) => _says[Key(audio)] = text;

    /// <summary>Heard in every recording that has no words of its own.</summary>
    public void Says(string text) => Always = text;

    /// <summary>The next answers, of whichever service, are no transcripts.</summary>
    public void AnswerNext(SpeechOutcome outcome, int count = 1)
    {
        for (var left = count; left > 0; left--) _outcomes.Enqueue(outcome);
    }

    internal (SpeechOutcome Outcome, string Text) Hear(HeardSpeech heard)
    {
        _heard.Enqueue(heard);
        _changes.Happened();
        var outcome = _outcomes.TryDequeue(out var ordered) ? ordered : SpeechOutcome.Transcript;
        return (outcome, _says.GetValueOrDefault(Key(heard.Audio)) ?? Always ?? $"This is a recording of {heard.Audio.Length} bytes.");
    }

    private static string Key(ReadOnlyMemory<byte> audio) => Convert.ToHexString(SHA256.HashData(audio.Span));
}
