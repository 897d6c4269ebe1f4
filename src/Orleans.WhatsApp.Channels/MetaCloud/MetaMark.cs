using System.Text.Json;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>A message that is about another one: it is edited, deleted, or reacted to.</summary>
internal static class MetaMark
{
    public static bool IsMark(JsonElement message) => message.Text("type"u8) is "edit" or "revoke" or "reaction";

    /// <param name="by">Who did it, as an address.</param>
    public static InboundEvent Read(string account, JsonElement message, MetaPerson person, string by, DateTimeOffset at)
    {
        var type = message.Text("type"u8);
        var body = message.Field(type);
        var target = body.Text(type == "reaction" ? "message_id"u8 : "original_message_id"u8);
        if (!ProviderId.Is(target)) return new InboundEvent.Discarded("unroutable");
        switch (type)
        {
            case "revoke":
                return About("deleted", "", new MessageMark.Deleted(at));
            case "reaction":
                // Without an emoji it is taken back.
                var emoji = body.Text("emoji"u8);
                return About("reaction", Hash(emoji), new MessageMark.Reacted(emoji, by, at));
            default:
                var text = MetaContent.Read(body.Field("message"u8)).Text;
                // Better the old text than none.
                return text.Length > 0 ? About("edited", Hash(text), new MessageMark.Edited(text, at)) : new InboundEvent.Discarded("empty");
        }

        InboundEvent About(string kind, string hash, MessageMark mark) =>
            new InboundEvent.ToChat(account, person.Chat, kind, target, hash, person.Address, new ChatInput.MessageMarked(target, mark)) { ContactPhone = person.Phone };

        string Hash(string content) => EventHash.Of(content, by, $"{message.Text("timestamp"u8)} {message.Text("id"u8)}");
    }
}
