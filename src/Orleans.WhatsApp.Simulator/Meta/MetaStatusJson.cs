using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>An element of <c>statuses</c>.</summary>
internal static class MetaStatusJson
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    public static MetaChange Of(SimulatedChat chat, SimulatedMessage message, MetaStatus status, DateTimeOffset at)
    {
        var json = new JsonObject { ["id"] = message.Id, ["status"] = status.Word, ["timestamp"] = Wire.UnixText(at) };
        json.Put("recipient_id", MetaPeople.Number(chat.Contact));
        json.Put("recipient_user_id", MetaPeople.UserId(chat.Contact));
        if (status.ErrorCode is { } code) json["errors"] = new JsonArray(Error(code));
        else Billing(json, chat, message, status, at);
        json.Put("biz_opaque_callback_data", message.CallbackData);
        return new MetaChange(chat.Account, "messages", "statuses", json) { ChatId = chat.Id, MessageId = message.Id };
    }

    private static void Billing(JsonObject json, SimulatedChat chat, SimulatedMessage message, MetaStatus status, DateTimeOffset at)
    {
        var category = message.Content is MessageContent.Template ? "utility" : "service";
        var conversation = new JsonObject { ["id"] = Ids.Number(32, "conversation", chat.Id) };
        if (status.Word is "sent") conversation["expiration_timestamp"] = Wire.UnixText(at + Window);
        conversation["origin"] = new JsonObject { ["type"] = category };
        json["conversation"] = conversation;
        json["pricing"] = new JsonObject { ["billable"] = category is not "service", ["pricing_model"] = "PMP", ["category"] = category, ["type"] = "regular" };
    }

    private static JsonObject Error(int code) => new()
    {
        ["code"] = code,
        ["title"] = MetaErrors.Title(code),
        ["message"] = MetaErrors.Title(code),
        ["error_data"] = new JsonObject { ["details"] = MetaErrors.Details(code) },
        ["href"] = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
    };
}
