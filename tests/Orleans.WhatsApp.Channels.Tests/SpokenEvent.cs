using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests;

/// <summary>An event as one line, so that a table of bodies and events can be read.</summary>
internal static class SpokenEvent
{
    public static string Spoken(this InboundEvent read) => read switch
    {
        InboundEvent.ToChat to => $"{to.AccountId}/{to.ProviderChatId} {to.Kind} {to.ProviderMessageId}{(to.ContentHash.Length > 0 ? " #" : "")} ({to.ContactAddress}{(to.ContactPhone.Length > 0 ? $" {to.ContactPhone}" : "")}) {Spoken(to.Input)}",
        InboundEvent.AccountStatus status => $"{status.AccountId} is {status.Status?.ToString() ?? "?"} ({status.RawStatus})",
        InboundEvent.Discarded discarded => $"discarded: {discarded.Reason}",
        InboundEvent.Malformed malformed => $"malformed: {malformed.Detail}",
        _ => throw new InvalidOperationException(),
    };

    private static string Spoken(ChatInput input) => input switch
    {
        ChatInput.ContactWrote wrote => $"{(wrote.IsNotice ? "notice of" : "contact")} [{Spoken(wrote.Contact)}] at {Spoken(wrote.At)}: {wrote.Text}{Spoken(wrote.Attachments)}",
        ChatInput.OwnNumberWrote own => $"us to [{Spoken(own.Contact)}] at {Spoken(own.Message.At)}: {own.Message.Text}{Spoken(own.Message.Attachments)}",
        ChatInput.MessageMarked { Mark: MessageMark.Edited edited } => $"edited at {Spoken(edited.At)}: {edited.Text}",
        ChatInput.MessageMarked { Mark: MessageMark.Reacted reacted } => $"reacted {reacted.Emoji} by {reacted.By} at {Spoken(reacted.At)}",
        ChatInput.MessageMarked { Mark: MessageMark.Failed failed } marked => $"Failed {failed.Code} at {Spoken(failed.At)}{Spoken(marked.Intent)}",
        ChatInput.MessageMarked marked => $"{marked.Mark.GetType().Name} at {Spoken(marked.Mark.At)}{Spoken(marked.Intent)}",
        _ => throw new InvalidOperationException(),
    };

    private static string Spoken(IntentId? intent) => intent is { } ours ? $" of {ours.Value:N}" : "";

    private static string Spoken(Contact contact) => $"{contact.Name}|{contact.Phone}|{contact.Address}";

    private static string Spoken(DateTimeOffset at) => at == Recorded.ReceivedAt ? "receipt" : at.ToString("MM-dd HH:mm:ss.fff", null);

    private static string Spoken(IEnumerable<Attachment> attachments) => string.Concat(attachments.Select(one =>
        $" <{one.Id} {one.Kind} {one.MimeType} {one.FileName} {one.Size}{(one.IsVoiceNote ? " voice" : "")}>"));
}
