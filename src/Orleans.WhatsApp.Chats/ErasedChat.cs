using System.Collections.Immutable;

namespace Orleans.WhatsApp.Chats;

/// <summary>
/// What stays of an erased chat: no word and no name. Numbers that must not be given twice, since sessions, turns and sends of before are named by them, and what
/// tells a late repetition from something new.
/// </summary>
/// <param name="Until">Events of up to this time, by the provider's clock, are discarded.</param>
/// <param name="Epoch">Higher than any that the chat had.</param>
public sealed record ErasedChat(DateTimeOffset Until, long Epoch, int SessionsStarted, int TurnsAsked, int IntentsMade)
{
    /// <summary>Of the row that went; what begins anew goes on counting.</summary>
    public long Version { get; init; }

    /// <summary>Of the texts that were with the provider then: it still reports them as written by the business's number.</summary>
    public ImmutableArray<string> Echoes { get; init; } = [];

    /// <summary>Long enough for a call that was running, whatever the two clocks say.</summary>
    public DateTimeOffset EchoesUntil => Until + Draft.ClockSkew;

    public ChatState BeginAnew(ChatKey key, string providerChatId) => ChatState.New(key, providerChatId) with
    {
        Epoch = Epoch,
        SessionsStarted = SessionsStarted,
        TurnsAsked = TurnsAsked,
        IntentsMade = IntentsMade,
    };
}
