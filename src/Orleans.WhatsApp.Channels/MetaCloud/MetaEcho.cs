using System.Text.Json;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>
/// What a person wrote in the WhatsApp Business app, where a number is used in both ways: a message with <c>from</c> our number and <c>to</c> the contact's.
/// What is sent through the API does not come back like this.
/// </summary>
internal static class MetaEcho
{
    public static InboundEvent Read(JsonElement kept, DateTimeOffset receivedAt)
    {
        var echo = kept.Field("message"u8);
        var person = MetaPerson.Of(echo.Text("to"u8), echo.Text("to_user_id"u8), kept.Field("contact"u8));
        if (MetaMessage.NotForUs(kept, echo, person) is { } reason) return new InboundEvent.Discarded(reason);
        if (echo.Text("type"u8) == "system") return new InboundEvent.Discarded("system_event");

        var account = kept.Text("phone_number_id"u8);
        var at = MetaTime.Read(echo, receivedAt);
        if (MetaMark.IsMark(echo)) return MetaMark.Read(account, echo, person, MetaPerson.DigitsOf(echo.Text("from"u8)), at);

        var id = echo.Text("id"u8);
        var content = MetaContent.Read(echo);
        return new InboundEvent.ToChat(account, person.Chat, "message", id, "", person.Address,
            new ChatInput.OwnNumberWrote(new OwnNumberMessage(id, content.Text, at) { Attachments = content.Attachments }, person.Chat) { Contact = person.AsContact() });
    }
}
