using static Orleans.WhatsApp.Chats.ChatInput;

namespace Orleans.WhatsApp.Chats;

/// <summary>What was erased or is too old to be kept does not come back, however late it is repeated.</summary>
public static partial class Chat
{
    /// <summary>What stays of a chat whose rows go now.</summary>
    /// <param name="before">What stayed of an earlier erasure of the same chat.</param>
    /// <param name="until">Events of up to then are not taken any more.</param>
    public static ErasedChat Erase(ChatState chat, ErasedChat? before, DateTimeOffset until, DateTimeOffset now) =>
        new(until > before?.Until || before is null ? until : before.Until, chat.Epoch + 1, chat.SessionsStarted, chat.TurnsAsked, chat.IntentsMade)
        {
            Echoes =
            [
                .. before is not null && now <= before.EchoesUntil ? before.Echoes : [],
                .. chat.Sends.Where(send => send.Status != SendStatus.Ready).Select(send => EchoOf(chat, send.Text)),
            ],
        };

    /// <summary>Nobody has written since, nothing runs and nothing is open.</summary>
    public static bool IsSilent(ChatState chat, DateTimeOffset since) =>
        chat.Session is null && chat.Sends.IsEmpty && (chat.LastMessageAt is not { } last || last < since);

    /// <summary>Null for what is to be decided.</summary>
    private static Decision? Discarded(Draft draft, ChatInput input)
    {
        if (TimeOf(input) is not { } at) return null;
        if (draft.Policy.ContactIsIgnored) return draft.Discard("E5");
        if (at <= draft.Policy.Erased?.Until) return draft.Discard("E1");
        if (draft.Policy.KeepFor is { } keepFor && draft.Now - at >= keepFor) return draft.Discard("E2");
        return (draft.Policy.Erased, input) switch
        {
            // Its message was erased; alone it would begin a chat that holds nothing.
            (not null, MessageMarked) when draft.State.LastMessageAt is null => draft.Discard("E3"),
            ({ } erased, OwnNumberWrote wrote) when draft.Now <= erased.EchoesUntil && erased.Echoes.Contains(EchoOf(draft.State, wrote.Message.Text)) => draft.Discard("E4"),
            _ => null,
        };
    }

    /// <summary>By the provider's clock; null for what no provider has told.</summary>
    private static DateTimeOffset? TimeOf(ChatInput input) => input switch
    {
        ContactWrote wrote => wrote.At,
        OwnNumberWrote wrote => wrote.Message.At,
        MessageMarked marked => marked.Mark.At,
        _ => null,
    };

    /// <summary>Tells a text again without holding it, by whichever of its ids the provider then calls the chat.</summary>
    private static string EchoOf(ChatState chat, string text) => NameBasedId.Make(chat.Key.Channel.Value, $"echo/{SentMessage.Plain(text)}").ToString("N");
}
