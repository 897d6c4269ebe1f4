namespace Orleans.WhatsApp.Simulator;

/// <summary>A recording that was given to be made text, at <c>scribe</c> (ElevenLabs) or <c>gemini</c>.</summary>
public sealed record HeardSpeech(string Service, ReadOnlyMemory<byte> Audio, string MimeType, string Model, string? Language);
