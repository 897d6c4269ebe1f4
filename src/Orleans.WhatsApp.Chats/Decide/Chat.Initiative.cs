using static Orleans.WhatsApp.Chats.ChatInput;

namespace Orleans.WhatsApp.Chats;

/// <summary>What the business says by itself. It belongs to no session and moves none.</summary>
public static partial class Chat
{
    private static Decision OnInitiativeTaken(Draft draft, InitiativeTaken taken)
    {
        // In the outbox like every other send, so that its echo is known before it can come.
        if (taken.Sent is not { } message)
            return draft.Meet(taken.Contact, taken.ProviderChatId).Show().Queue(Sender.Human, taken.Name, taken.Text, session: null, content: taken.Content, isInitiative: true).Done("I1");
        if (taken.IsStored || draft.State.Seen(message.ProviderMessageId)) return draft.Nothing("I2");

        draft.Meet(taken.Contact, taken.ProviderChatId).Show();
        return draft.Store(new ChatMessage(
            MessageId.OfProvider(draft.State.Key.Chat, message.ProviderMessageId), null, Sender.Human, taken.Name, message.Text, message.At, DeliveryStatus.Accepted,
            message.ProviderMessageId, ViaChannel: true)).Done("I3");
    }
}
