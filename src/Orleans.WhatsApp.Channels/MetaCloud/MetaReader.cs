using System.Text.Json;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>Says what one kept thing is. Pure, and total over all bytes: what we cannot read must not stop what is behind it.</summary>
internal static class MetaReader
{
    public static InboundEvent Read(string format, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        using var document = JsonBody.Parse(body);
        if (document is null) return new InboundEvent.Malformed("not_json");
        var kept = document.RootElement;
        if (kept.ValueKind != JsonValueKind.Object) return new InboundEvent.Malformed("not_an_object");
        return format switch
        {
            MetaFormat.Message => MetaMessage.Read(kept, receivedAt),
            MetaFormat.Echo => MetaEcho.Read(kept, receivedAt),
            MetaFormat.Status => MetaStatus.Read(kept, receivedAt),
            MetaFormat.Change => new InboundEvent.Discarded(Reason(kept.Text("field"u8))),
            MetaFormat.Delivery => new InboundEvent.Discarded(kept.Text("object"u8) == MetaDelivery.Object ? "empty" : "unknown_object"),
            _ => new InboundEvent.Malformed("unknown_format"),
        };
    }

    /// <summary>
    /// What Meta tells on the same address and is nothing for a chat. What it tells of an account names no phone number id, only the account above it, so it
    /// says nothing about one channel; that a number is restricted or locked is learned from its sends.
    /// </summary>
    private static string Reason(string field) => field switch
    {
        "account_alerts" or "account_update" or "account_review_update" or "account_settings_update" or "business_capability_update" or "business_status_update"
            or "partner_solutions" or "payment_configuration_update" or "phone_number_name_update" or "phone_number_quality_update" or "security" => "account_update",
        "message_template_status_update" or "message_template_quality_update" or "message_template_components_update" or "template_category_update"
            or "template_correct_category_detection" => "template_update",
        "history" or "smb_app_state_sync" => "history",
        "calls" => "call",
        "flows" => "flow_update",
        "user_preferences" or "user_id_update" => "user_preferences",
        _ => "unknown_field",
    };
}
