namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>What is kept of a delivery, by name. Stored with each inbox row: a name keeps its meaning for ever.</summary>
internal static class MetaFormat
{
    /// <summary><c>{ "phone_number_id": "…", "contact"?: { … }, "message": { … } }</c>: one of <c>messages[]</c>.</summary>
    public const string Message = "meta.message";

    /// <summary>The same, of <c>message_echoes[]</c>: written in the WhatsApp Business app on the phone.</summary>
    public const string Echo = "meta.echo";

    /// <summary><c>{ "phone_number_id": "…", "contact"?: { … }, "status": { … } }</c>: one of <c>statuses[]</c>.</summary>
    public const string Status = "meta.status";

    /// <summary><c>{ "field": "account_update" }</c>: a change that holds nothing for a chat. Never stored.</summary>
    public const string Change = "meta.change";

    /// <summary>A whole delivery, in which there is nothing. Never stored.</summary>
    public const string Delivery = "meta.delivery";
}
