using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>What the control surface shows.</summary>
internal static class ControlJson
{
    public static JsonObject Account(SimulatedAccount account) => new()
    {
        ["account_id"] = account.Id,
        ["phone_number"] = account.PhoneNumber,
        ["status"] = account.Status.InPayload(),
        ["qrcode"] = account.QrCode,
    };

    public static JsonObject Written(SimulatedMessage message) => new()
    {
        ["message_id"] = message.Id,
        ["chat_id"] = message.ChatId,
        ["account_id"] = message.AccountId,
        ["timestamp"] = Wire.Time(message.At),
    };

    public static JsonObject Received(ReceivedMessage message) => new()
    {
        ["message_id"] = message.MessageId,
        ["chat_id"] = message.ChatId,
        ["account_id"] = message.AccountId,
        ["text"] = message.Text,
        ["attachments"] = message.Attachments,
        ["origin"] = message.Origin is MessageOrigin.Api ? "api" : "phone",
        ["timestamp"] = Wire.Time(message.At),
    };

    public static JsonObject Conversation(AgentConversation conversation) => new()
    {
        ["conversation_id"] = conversation.Id,
        ["agent_id"] = conversation.AgentId,
        ["open"] = conversation.IsOpen,
        ["opened_at"] = Wire.Time(conversation.OpenedAt),
        ["close_code"] = conversation.ClosedWith?.Code,
        ["close_reason"] = conversation.ClosedWith?.Reason,
        ["text_only"] = conversation.TextOnly,
        ["contextual_updates"] = Texts(conversation.ContextualUpdates),
        ["user_messages"] = Texts(conversation.UserMessages),
        ["said"] = Texts(conversation.Said),
        ["violations"] = Texts(conversation.Violations),
    };

    public static JsonObject State(SimulatedWorld world)
    {
        var deliveries = world.Webhooks.Deliveries;
        var conversations = world.Conversations;
        return new JsonObject
        {
            ["url"] = world.Url.ToString(),
            ["in_progress"] = world.WorkInProgress,
            ["accounts"] = Wire.Array(world.Accounts.Select(Account)),
            ["contacts"] = world.Contacts.Count,
            ["messages_received"] = world.Contacts.Sum(contact => contact.Received.Count),
            ["webhooks"] = new JsonObject
            {
                ["down"] = world.Webhooks.IsDown,
                ["subscriptions"] = Wire.Array(world.Webhooks.Subscriptions.Select(subscription => subscription.ToJson())),
                ["pending"] = deliveries.Count(delivery => delivery.State is DeliveryState.Pending),
                ["accepted"] = deliveries.Count(delivery => delivery.State is DeliveryState.Accepted),
                ["given_up"] = deliveries.Count(delivery => delivery.State is DeliveryState.GivenUp),
                ["lost"] = deliveries.Count(delivery => delivery.State is DeliveryState.Lost),
            },
            ["conversations"] = conversations.Count,
            ["open_conversations"] = world.AgentConversations.OpenCount,
            ["violations"] = conversations.Sum(conversation => conversation.Violations.Count),
        };
    }

    private static JsonArray Texts(IEnumerable<string> texts) => Wire.Array(texts.Select(text => (JsonNode?)text));
}
