using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Orleans.WhatsApp.Simulator;

/// <summary>What the control surface shows.</summary>
internal static class ControlJson
{
    public static async Task<JsonObject> Body(HttpRequest request) =>
        await Wire.ReadObject(request) ?? throw new ArgumentException("The body must be a JSON object.");

    public static string Required(JsonObject body, string key) =>
        body.String(key) is { Length: > 0 } text ? text : throw new ArgumentException($"{key} is required.");

    public static IReadOnlyList<string>? Texts(JsonObject body, string key) =>
        body[key] is JsonArray texts ? [.. texts.Select(text => text?.ToString() ?? "")] : null;

    /// <summary>A word of a closed list, as the code spells it or in snake case.</summary>
    public static T? Word<T>(JsonObject body, string key) where T : struct, Enum
    {
        if (body.String(key) is not { } word) return null;
        return Enum.TryParse<T>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var value)
            ? value
            : throw new ArgumentException($"{key} must be one of {string.Join(", ", Enum.GetNames<T>())}.");
    }

    public static byte[] Bytes(string encoded)
    {
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length) ? bytes[..length] : throw new ArgumentException("This is not base64.");
    }

    public static JsonObject Items(IEnumerable<JsonObject> items) => new() { ["items"] = Wire.Array(items) };

    public static JsonObject Account(SimulatedAccount account) => new()
    {
        ["provider"] = account.Provider.ToString().ToLowerInvariant(),
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
        ["files"] = Wire.Array(message.Files.Select(file => new JsonObject
        {
            ["type"] = file.Type,
            ["mime_type"] = file.MimeType,
            ["file_name"] = file.FileName,
            ["size"] = file.Content.Length,
        })),
        ["kind"] = message.Content?.GetType().Name,
        ["choices"] = Wire.Array((message.Content?.Offers.Options ?? []).Select(choice => new JsonObject { ["id"] = choice.Id, ["title"] = choice.Title })),
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
            ["read_marks"] = Wire.Array(world.Meta.ReadMarks.Concat(world.Wappi.ReadMarks).Select(mark => new JsonObject
            {
                ["account_id"] = mark.AccountId,
                ["message_id"] = mark.MessageId,
                ["typing"] = mark.Typing,
            })),
            ["wappi"] = new JsonObject { ["calls"] = world.Wappi.Calls.Count, ["overlaps"] = world.Wappi.Overlaps },
            ["recordings_heard"] = world.Speech.Heard.Count,
            ["conversations"] = conversations.Count,
            ["open_conversations"] = world.AgentConversations.OpenCount,
            ["violations"] = conversations.Sum(conversation => conversation.Violations.Count),
        };
    }

    private static JsonArray Texts(IEnumerable<string> texts) => Wire.Array(texts.Select(text => (JsonNode?)text));
}
