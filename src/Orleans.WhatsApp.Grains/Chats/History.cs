using System.Text;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Grains.Chats;

/// <summary>What a new conversation is told of what passed before, in the words that agents of this kind are prompted for.</summary>
internal static class History
{
    public static string AsText(IReadOnlyList<ContextMessage> messages)
    {
        if (messages.Count == 0) return "";
        var text = new StringBuilder("Previous conversation history:");
        foreach (var message in messages) text.Append('\n').Append(message.Sender == Sender.Contact ? "Patient: " : "Operator: ").Append(message.Text);
        return text.ToString();
    }
}
