using System.Text.Json.Serialization;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Silo.Audit;
using Orleans.WhatsApp.Silo.Rest.Wire;

namespace Orleans.WhatsApp.Silo.Support;

/// <param name="To">A number with its country: +90….</param>
internal sealed record TestMessageRequest(string To, string Text) : IChecked, ISaysWhatIsAudited
{
    [JsonIgnore]
    public string? Fault => Phone.Length == 0 ? "invalid_phone" : Texts.FaultOfMessage(Text);

    [JsonIgnore]
    public string Phone => PhoneNumber.Of(To);

    object ISaysWhatIsAudited.Detail => new { to = MaskedPhone.Of(To) };
}

/// <param name="ChatId">Null where the provider did not say which chat it is; it will.</param>
/// <param name="Status">accepted: the provider has it; queued: it is in the chat's outbox.</param>
internal sealed record TestMessageView(Guid? ChatId, Guid? MessageId, string Status) : INamesItsSubject
{
    AuditSubject? INamesItsSubject.Subject => ChatId is { } chat ? new("chat", chat) : null;

    public static TestMessageView Of(BeginOutcome outcome) => new(outcome.Chat, outcome.Message, outcome.IsSent ? "accepted" : "queued");
}
